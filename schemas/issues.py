"""Every issue code, declared once: what it means, how bad it is, who can mend it, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.vocabulary import Responsibility, Severity


@dataclass(frozen=True, slots=True)
class IssueType:
    """One code of the ``issue_types`` table."""

    code: str
    severity: Severity
    responsibility: Responsibility
    description: str
    advice: str


_PUBLISHER = Responsibility.PUBLISHER
_EXTRACTOR = Responsibility.EXTRACTOR

_DECLARED = (
    IssueType(
        "unknown_header",
        Severity.WARNING,
        _EXTRACTOR,
        "A column heading has no known role; the cells of that column are kept with the issue.",
        "Read the cells in the issue message; a general heading belongs in schemas/lookups/headers.toml.",
    ),
    IssueType(
        "unknown_status_word",
        Severity.WARNING,
        _EXTRACTOR,
        "A status cell holds a word or letter that neither the report's legend nor the lookup explains.",
        "Look at the cell on the page; the row is unreadable until the word is in the legend or in status_words.toml.",
    ),
    IssueType(
        "unknown_colour",
        Severity.WARNING,
        _EXTRACTOR,
        "A status cell's fill is far from every colour of the report's legend and is no literal red, amber or green.",
        "Look at the cell on the page; the row is counted as unreadable.",
    ),
    IssueType(
        "colour_not_in_legend",
        Severity.WARNING,
        _PUBLISHER,
        "A status cell's fill is far from every swatch of the report's legend, although it looks like a plain colour.",
        "Compare the cell with the legend on the page; the row is counted as unreadable.",
    ),
    IssueType(
        "fill_and_word_disagree",
        Severity.ERROR,
        _PUBLISHER,
        "A status cell's fill means one thing and the word printed in it another; the word was kept.",
        "Look at the cell; the total the report states tells which of the two the publisher counted.",
    ),
    IssueType(
        "status_unreadable",
        Severity.ERROR,
        _EXTRACTOR,
        "A status mark is there and could not be read.",
        "Look at the place on the page.",
    ),
    IssueType(
        "ref_repaired",
        Severity.INFO,
        _PUBLISHER,
        "A spreadsheet printed a ref without its last zero (1.10 as 1.1); the sequence shows which ref is meant.",
        "Nothing to do; ref_printed keeps what the page says.",
    ),
    IssueType(
        "duplicate_ref",
        Severity.WARNING,
        _PUBLISHER,
        "Two rows of one table carry the same ref and the sequence does not say which is meant.",
        "Tell the rows apart by their titles.",
    ),
    IssueType(
        "row_without_title",
        Severity.WARNING,
        _EXTRACTOR,
        "A row of a KPI or action table has no title and could not be joined to a neighbour; it was left out.",
        "Look at the place on the page.",
    ),
    IssueType(
        "table_without_header",
        Severity.WARNING,
        _EXTRACTOR,
        "A table looks like a KPI table but has no header row, on its page or the one before; its rows were not read.",
        "Look at the place on the page.",
    ),
    IssueType(
        "card_incomplete",
        Severity.WARNING,
        _EXTRACTOR,
        "A KPI card lacks a part that the document's other cards have.",
        "Look at the card on the page.",
    ),
    IssueType(
        "card_without_table_row",
        Severity.INFO,
        _PUBLISHER,
        "A KPI stands on a card but in no summary table of the document.",
        "Check the totals: the report may not count this KPI.",
    ),
    IssueType(
        "table_row_without_card",
        Severity.INFO,
        _PUBLISHER,
        "A KPI stands in a summary table but on no card, in a document where the others have cards.",
        "Check the totals: the values of this KPI are not printed.",
    ),
    IssueType(
        "card_and_table_disagree",
        Severity.ERROR,
        _PUBLISHER,
        "A KPI's card and its table row show different statuses or directions; the card's was kept.",
        "Look at both places.",
    ),
    IssueType(
        "direction_unreadable",
        Severity.WARNING,
        _EXTRACTOR,
        "A direction mark is there and the legend does not explain it.",
        "Look at the place on the page.",
    ),
    IssueType(
        "period_conflict",
        Severity.WARNING,
        _PUBLISHER,
        "Title, table headers and text name different periods; the majority, with table headers first, was kept.",
        "Read the losers in the message; correct the period of the report if the vote went wrong.",
    ),
    IssueType(
        "period_unknown",
        Severity.WARNING,
        _EXTRACTOR,
        "No period could be read from the document, its file name or the manifest.",
        "Give the period in a manifest.csv.",
    ),
    IssueType(
        "impossible_date",
        Severity.WARNING,
        _PUBLISHER,
        "A date that does not exist is printed (31 September).",
        "Nothing to do; the text is kept and no date is stored.",
    ),
    IssueType(
        "value_unreadable",
        Severity.WARNING,
        _EXTRACTOR,
        "A value cell holds text that is neither a number nor a known word for missing data.",
        "Read the *_text column.",
    ),
    IssueType(
        "inferred_metadata",
        Severity.INFO,
        _EXTRACTOR,
        "Council, body, meeting date, title or period come from the document or its file name, not from a manifest.",
        "Check them; a manifest.csv beside the PDFs overrules them.",
    ),
    IssueType(
        "council_unknown",
        Severity.WARNING,
        _EXTRACTOR,
        "Neither the document nor its file name names a council that could be read.",
        "Give the council in a manifest.csv.",
    ),
    IssueType(
        "footnote_mark_glued",
        Severity.INFO,
        _PUBLISHER,
        "A footnote mark stands so close to a number that plain text runs them together ('38' and note 1 as '381').",
        "Nothing to do; the mark was recognised by its size and left out.",
    ),
    IssueType(
        "claim_arithmetic",
        Severity.WARNING,
        _PUBLISHER,
        "A stated total does not agree with itself: buckets and total, count and percentage, or two denominators.",
        "Read the explanation in the ledger.",
    ),
    IssueType(
        "claim_mismatch",
        Severity.ERROR,
        _PUBLISHER,
        "A total the report states is not what its rows add up to.",
        "Read the explanation in the ledger: it names the rows to look at.",
    ),
    IssueType(
        "page_without_text",
        Severity.WARNING,
        _EXTRACTOR,
        "A page holds pictures but no text; it is probably a scan and was not read.",
        "Install scrutineer[ocr], which reads such pages, or look at the page.",
    ),
    IssueType(
        "page_failed",
        Severity.ERROR,
        _EXTRACTOR,
        "A page could not be parsed; the other pages of the document were read.",
        "Look at the page; the PDF may be damaged there.",
    ),
    IssueType(
        "ref_doubtful",
        Severity.INFO,
        _PUBLISHER,
        "A ref is lower than the one before it and would fit with a zero added, but the sequence does not prove it.",
        "Look at the rows before and after; the ref was kept as printed.",
    ),
    IssueType(
        "count_contradicts_table",
        Severity.WARNING,
        _PUBLISHER,
        "A number of a count table contradicts the table's own sum and would agree without its last digit.",
        "Look for a footnote mark behind the number on the page; the number was not used.",
    ),
    IssueType(
        "date_unreadable",
        Severity.WARNING,
        _EXTRACTOR,
        "A due date holds figures but names no single day, month, quarter or year.",
        "Read due_text; no date is stored.",
    ),
    IssueType(
        "unknown_polarity_word",
        Severity.WARNING,
        _EXTRACTOR,
        "A polarity column holds a word that is neither higher, lower, within a range nor none.",
        "Look at the cell; add the word to schemas/lookups/value_words.toml if it is general.",
    ),
    IssueType(
        "hyphen_mended",
        Severity.INFO,
        _PUBLISHER,
        "A word of the running text was cut by a hyphen at a line's end; it is stored whole.",
        "Nothing to do; compare the words in the message with the page if a search misses one.",
    ),
    IssueType(
        "ligature_mended",
        Severity.INFO,
        _PUBLISHER,
        "A font lost a ligature (fi, fl, ff) in the running text ('o ce'); the word was put right.",
        "Nothing to do; compare the words in the message with the page.",
    ),
    IssueType(
        "ligature_lost",
        Severity.WARNING,
        _PUBLISHER,
        "A font lost letters of a word in the running text and nothing shows which; the word is stored as read.",
        "Read the word on the page; a common word belongs in schemas/lookups/prose.toml.",
    ),
    IssueType(
        "contact_left_out",
        Severity.INFO,
        _EXTRACTOR,
        "Names, telephone numbers or e-mail addresses of officers stand here; they are not stored.",
        "Nothing to do; the page has them.",
    ),
    IssueType(
        "named_row_unknown",
        Severity.WARNING,
        _PUBLISHER,
        "A list names an indicator of one status, and no row of the report has such a title or ref.",
        "Look for the indicator in the tables; its title may be worded otherwise there, or the row is missing.",
    ),
    IssueType(
        "named_row_of_other_status",
        Severity.ERROR,
        _PUBLISHER,
        "A list names an indicator among those of one status, and its row has another.",
        "Look at both places; the totals of the report tell which of them was counted.",
    ),
    IssueType(
        "row_not_named",
        Severity.ERROR,
        _PUBLISHER,
        "A row has the status whose indicators a list names one by one, and the list does not name it.",
        "Look at both places; the totals of the report tell which of them was counted.",
    ),
    IssueType(
        "prose_contradicts_row",
        Severity.WARNING,
        _PUBLISHER,
        "The text gives another value for an indicator than its row, for the same period as far as it says.",
        "Look at both places; the text may speak of another period or group without saying so.",
    ),
    IssueType(
        "prose_judges_otherwise",
        Severity.WARNING,
        _PUBLISHER,
        "The text lists an indicator among the good or the bad ones, and its row is rated the opposite.",
        "Look at both places.",
    ),
    IssueType(
        "count_differs_from_earlier_report",
        Severity.WARNING,
        _PUBLISHER,
        "A report states a total of an earlier period otherwise than the report of that period did.",
        "Read the message: indicators may have been removed, added or rated anew since.",
    ),
    IssueType(
        "cross_document_conflict",
        Severity.WARNING,
        _PUBLISHER,
        "Two documents of one report (covering report, appendix, minutes) state different totals for the same thing.",
        "Look at both places; the ledger shows which of them the rows bear out.",
    ),
    IssueType(
        "text_contradicts_table",
        Severity.WARNING,
        _PUBLISHER,
        "A sentence counts a directorate's indicators otherwise than a table of the same document and than its rows.",
        "Look at both places; the sentence is not checked further, the table agrees with the rows.",
    ),
    IssueType(
        "page_recognised",
        Severity.INFO,
        _EXTRACTOR,
        "A page is a scan; its words were read by optical character recognition, its colours from its pixels.",
        "Compare doubtful figures with the picture of the page.",
    ),
    IssueType(
        "engine_choice",
        Severity.INFO,
        _EXTRACTOR,
        "Totals were not met or rows were broken, so other engines read the pages again; the message has the counts.",
        "Read which engines agree: where they do, the disagreement is the publisher's. See table readings.",
    ),
    IssueType(
        "totals_not_weighed",
        Severity.WARNING,
        _EXTRACTOR,
        "The rows were chosen without the totals another document of the report states now, and might be read better "
        "with them.",
        "Ingest this document's file again, alone or with its report: it is read once more with these totals.",
    ),
    IssueType(
        "table_left_out",
        Severity.INFO,
        _EXTRACTOR,
        "A table headed like a KPI table was not taken for one: it is about money or risks, or shows no status.",
        "Look at the table; if it lists indicators, the heading that speaks against it is in headers.toml.",
    ),
    IssueType(
        "rows_repeated",
        Severity.INFO,
        _PUBLISHER,
        "A table prints rows again that stand in another table of the document; each is counted once.",
        "Nothing to do; the rows keep both places.",
    ),
    IssueType(
        "key_without_rows",
        Severity.WARNING,
        _EXTRACTOR,
        "The document explains its status marks, but no row with a status was read in it.",
        "Look at the pages: the rows are in another document of the report, or in a layout that is not read yet.",
    ),
    IssueType(
        "columns_apart",
        Severity.WARNING,
        _EXTRACTOR,
        "A sheet was printed over several pages across, and its columns fit the rows of more than one table.",
        "Look at the pages; these columns were put beside no row, so their values are missing from the rows.",
    ),
    IssueType(
        "colours_without_key",
        Severity.INFO,
        _PUBLISHER,
        "Statuses were read from colours, and the document does not say what its colours mean.",
        "Look for a key in the report's other documents: a council may mean something else by amber or blue.",
    ),
    IssueType(
        "mark_column_empty",
        Severity.WARNING,
        _EXTRACTOR,
        "A status or direction column shows nothing that could be read in any row of its table.",
        "Look at the table; its marks may be drawn in a way that is not seen, or left out by the program that made it.",
    ),
    IssueType(
        "row_withdrawn",
        Severity.WARNING,
        _PUBLISHER,
        "A KPI row of a document the council replaced is in no document of the report any more.",
        "Look at both documents: the council took the row out or renamed it, or it was not read in the new one.",
    ),
)

ISSUE_TYPES: dict[str, IssueType] = {declared.code: declared for declared in _DECLARED}
