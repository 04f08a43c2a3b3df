"""One request and the body it brings: whatever the world does on the way becomes an ``Outcome``."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import httpcore
import httpx

from pipeline.publications.connection import PrivateAddress
from pipeline.publications.outcomes import REDIRECTS, excerpt, judge
from pipeline.publications.pace import read_retry_after
from pipeline.publications.receiving import BEGINNING_BYTES, IntoFile, IntoMemory, TooLarge, is_whole
from schemas.publications import Answer, Outcome

Receiver = IntoMemory | IntoFile


def receive(client: httpx.Client, url: str, here: str, headers: Mapping[str, str], receiver: Receiver) -> Answer:
    """Ask and take the body, whatever happens on the way."""
    request = client.build_request("GET", here, headers=dict(headers))
    try:
        response = client.send(request, stream=True)
    except PrivateAddress as error:
        return Answer(url=url, final_url=here, outcome=Outcome.PRIVATE_ADDRESS, detail=str(error))
    except httpcore.TimeoutException as error:
        return Answer(url=url, final_url=here, outcome=Outcome.TIMED_OUT, detail=f"did not answer in time ({error})")
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.InvalidURL, httpx.TransportError) as error:
        outcome = Outcome.BAD_CERTIFICATE if _is_about_certificates(error) else Outcome.CONNECTION_FAILED
        return Answer(url=url, final_url=here, outcome=outcome, detail=f"no connection: {error}")
    answered = {name.lower(): value for name, value in response.headers.items()}
    answer = Answer(url=url, final_url=here, outcome=Outcome.OK, status=response.status_code, headers=answered)
    try:
        if response.status_code in REDIRECTS and "location" in answered:
            return answer
        if _is_declared_larger(answered, receiver):
            raise TooLarge
        for piece in response.iter_bytes():
            if not receiver.take(piece):
                break
    except TooLarge:
        return replace(answer, outcome=Outcome.TOO_LARGE, detail=f"is larger than {receiver.limit:,} bytes")
    except httpcore.TimeoutException as error:
        return replace(answer, outcome=Outcome.TIMED_OUT, detail=f"stopped in the middle ({error})")
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.DecodingError) as error:
        return replace(answer, outcome=Outcome.TRUNCATED, detail=f"broke off: {error}")
    finally:
        response.close()
    return _judged(answer, receiver)


def _judged(answer: Answer, receiver: Receiver) -> Answer:
    """The answer with what it means, once its body has come."""
    outcome = judge(answer.status or 0, answer.headers, receiver.beginning[:BEGINNING_BYTES])
    wait = read_retry_after(answer.headers.get("retry-after"), datetime.now(UTC))
    if outcome is Outcome.OK and isinstance(receiver, IntoMemory):
        return replace(answer, body=receiver.body())
    if outcome is Outcome.OK and isinstance(receiver, IntoFile) and receiver.is_pdf:
        if not is_whole(receiver.path):
            detail = "came as a whole answer, but the PDF breaks off before its end"
            return replace(answer, outcome=Outcome.TRUNCATED, sha256=receiver.sha256(), detail=detail)
        return replace(answer, path=receiver.path, sha256=receiver.sha256())
    seen = excerpt(receiver.beginning)
    if outcome is Outcome.OK:
        kind = answer.headers.get("content-type", "no type")
        return replace(answer, outcome=Outcome.NOT_PDF, detail=f"answered {kind}, not a PDF", excerpt=seen)
    if outcome is Outcome.NOT_MODIFIED:
        return replace(answer, outcome=outcome)
    server = answer.headers.get("server")
    detail = f"answered {answer.status}" + (f" from {server}" if server else "")
    return replace(answer, outcome=outcome, retry_after=wait, detail=detail, excerpt=seen)


def _is_about_certificates(error: BaseException) -> bool:
    """Whether the two sides found no safe way to talk; a connection that was cut says nothing of certificates."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, ssl.SSLError):
        found = found.__context__
    return found is not None and not isinstance(found, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError)


def _is_declared_larger(headers: Mapping[str, str], receiver: Receiver) -> bool:
    declared = headers.get("content-length", "")
    return declared.isascii() and declared.isdigit() and int(declared) > receiver.limit
