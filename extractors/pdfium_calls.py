"""pdfium's C functions, bound for many small calls.

pypdfium2 declares every function with typed pointers, which makes one call cost about 1.0 µs; the same function
with plain addresses and without giving up the interpreter lock costs about 0.4 µs. A page takes thousands of calls,
so these are bound here again from the library pypdfium2 has loaded. pdfium is not thread-safe: keeping the lock
during a call means two threads of one interpreter are never inside pdfium at once.

All handles are plain integers (addresses); 0 or None is pdfium's NULL. Nothing here knows a page or a table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as raw

_ANSWERS: dict[str, Any] = {
    "int": c_int,
    "uint": c_uint,
    "ulong": c_ulong,
    "float": c_float,
    "double": ctypes.c_double,
    "address": c_void_p,
    "none": None,
}


def address_of(handle: Any) -> int:
    """The address behind a pypdfium2 handle or function (a typed pointer); raises ValueError for NULL."""
    address = ctypes.cast(handle, c_void_p).value
    if not address:
        raise ValueError("pdfium gave no handle")
    return address


def _bind(name: str, answer: str, *arguments: Any) -> Callable[..., Any]:
    address = address_of(getattr(raw, name))
    return ctypes.PYFUNCTYPE(_ANSWERS[answer], *arguments)(address)


_A = c_void_p

load_page = _bind("FPDF_LoadPage", "address", _A, c_int)
close_page = _bind("FPDF_ClosePage", "none", _A)
page_bounds = _bind("FPDF_GetPageBoundingBox", "int", _A, _A)
page_media_box = _bind("FPDFPage_GetMediaBox", "int", _A, _A, _A, _A, _A)
page_crop_box = _bind("FPDFPage_GetCropBox", "int", _A, _A, _A, _A, _A)
page_rotation = _bind("FPDFPage_GetRotation", "int", _A)

count_objects = _bind("FPDFPage_CountObjects", "int", _A)
page_object = _bind("FPDFPage_GetObject", "address", _A, c_int)
form_count_objects = _bind("FPDFFormObj_CountObjects", "int", _A)
form_object = _bind("FPDFFormObj_GetObject", "address", _A, c_ulong)
object_kind = _bind("FPDFPageObj_GetType", "int", _A)
object_matrix = _bind("FPDFPageObj_GetMatrix", "int", _A, _A)
object_bounds = _bind("FPDFPageObj_GetBounds", "int", _A, _A, _A, _A, _A)
fill_colour = _bind("FPDFPageObj_GetFillColor", "int", _A, _A, _A, _A, _A)
stroke_colour = _bind("FPDFPageObj_GetStrokeColor", "int", _A, _A, _A, _A, _A)
fill_pattern = _bind("FPDFPageObj_GetRenderedFillPattern", "address", _A, _A)
stroke_width = _bind("FPDFPageObj_GetStrokeWidth", "int", _A, _A)
dash_count = _bind("FPDFPageObj_GetDashCount", "int", _A)
dash_array = _bind("FPDFPageObj_GetDashArray", "int", _A, _A, c_size_t)
dash_phase = _bind("FPDFPageObj_GetDashPhase", "int", _A, _A)

clip_path = _bind("FPDFPageObj_GetClipPath", "address", _A)
clip_count_paths = _bind("FPDFClipPath_CountPaths", "int", _A)
clip_count_segments = _bind("FPDFClipPath_CountPathSegments", "int", _A, c_int)
clip_segment = _bind("FPDFClipPath_GetPathSegment", "address", _A, c_int, c_int)

path_draw_mode = _bind("FPDFPath_GetDrawMode", "int", _A, _A, _A)
path_count_segments = _bind("FPDFPath_CountSegments", "int", _A)
path_segment = _bind("FPDFPath_GetPathSegment", "address", _A, c_int)
segment_point = _bind("FPDFPathSegment_GetPoint", "int", _A, _A, _A)
segment_kind = _bind("FPDFPathSegment_GetType", "int", _A)
segment_closes = _bind("FPDFPathSegment_GetClose", "int", _A)

image_metadata = _bind("FPDFImageObj_GetImageMetadata", "int", _A, _A, _A)
image_raw = _bind("FPDFImageObj_GetImageDataRaw", "ulong", _A, _A, c_ulong)
image_bitmap = _bind("FPDFImageObj_GetBitmap", "address", _A)
image_rendered = _bind("FPDFImageObj_GetRenderedBitmap", "address", _A, _A, _A)
bitmap_buffer = _bind("FPDFBitmap_GetBuffer", "address", _A)
bitmap_width = _bind("FPDFBitmap_GetWidth", "int", _A)
bitmap_height = _bind("FPDFBitmap_GetHeight", "int", _A)
bitmap_stride = _bind("FPDFBitmap_GetStride", "int", _A)
bitmap_format = _bind("FPDFBitmap_GetFormat", "int", _A)
bitmap_destroy = _bind("FPDFBitmap_Destroy", "none", _A)

load_text = _bind("FPDFText_LoadPage", "address", _A)
close_text = _bind("FPDFText_ClosePage", "none", _A)
count_chars = _bind("FPDFText_CountChars", "int", _A)
all_text = _bind("FPDFText_GetText", "int", _A, c_int, c_int, _A)
char_code = _bind("FPDFText_GetUnicode", "uint", _A, c_int)
char_is_hyphen = _bind("FPDFText_IsHyphen", "int", _A, c_int)
char_is_generated = _bind("FPDFText_IsGenerated", "int", _A, c_int)
char_has_no_unicode = _bind("FPDFText_HasUnicodeMapError", "int", _A, c_int)
char_loose_box = _bind("FPDFText_GetLooseCharBox", "int", _A, c_int, _A)
char_tight_box = _bind("FPDFText_GetCharBox", "int", _A, c_int, _A, _A, _A, _A)
char_origin = _bind("FPDFText_GetCharOrigin", "int", _A, c_int, _A, _A)
char_object = _bind("FPDFText_GetTextObject", "address", _A, c_int)

text_render_mode = _bind("FPDFTextObj_GetTextRenderMode", "int", _A)
text_font = _bind("FPDFTextObj_GetFont", "address", _A)
text_font_size = _bind("FPDFTextObj_GetFontSize", "int", _A, _A)
font_name = _bind("FPDFFont_GetBaseFontName", "ulong", _A, _A, c_size_t)
font_is_embedded = _bind("FPDFFont_GetIsEmbedded", "int", _A)
font_glyph_width = _bind("FPDFFont_GetGlyphWidth", "int", _A, c_uint, c_float, _A)
font_descent = _bind("FPDFFont_GetDescent", "int", _A, c_float, _A)

OBJECT_TEXT = int(raw.FPDF_PAGEOBJ_TEXT)
OBJECT_PATH = int(raw.FPDF_PAGEOBJ_PATH)
OBJECT_IMAGE = int(raw.FPDF_PAGEOBJ_IMAGE)
OBJECT_SHADING = int(raw.FPDF_PAGEOBJ_SHADING)
OBJECT_FORM = int(raw.FPDF_PAGEOBJ_FORM)


class Floats:
    """A row of C floats that pdfium writes into: ``at[i]`` is the address of item i, ``values`` reads them."""

    def __init__(self, count: int) -> None:
        self.values = (c_float * count)()
        base = ctypes.addressof(self.values)
        self.at = tuple(base + 4 * index for index in range(count))


class Whole:
    """The same for unsigned integers."""

    def __init__(self, count: int) -> None:
        self.values = (c_uint * count)()
        base = ctypes.addressof(self.values)
        self.at = tuple(base + 4 * index for index in range(count))
