"""How a walk gets to each address: the record of each parameter, who may, and what keeps others out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlsafe_base64_encode

from tests.architecture import casework, sessions_and_measures
from tests.architecture.records import SUPPORTED, Side
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.files.models import FilePurpose
from vrn_cases.pages.list_exports import CARRIED_LIST
from vrn_cases.records.encryption import encrypt
from vrn_cases.records.models import Record
from vrn_cases.records.references import new_reference


@dataclass(frozen=True)
class Way:
    """How a walk gets to one address. `make` gives the record of each parameter, or what else stands in the address.

    `verb` is who may: needed where the view names several verbs or none. `bound` says what keeps others out:
    "scope" (a programme or organisation), "network" (only network-wide roles hold the verb), "area" (figures of the
    whole area, which belong to no programme), "common" (the same for every holder), "person" (one's own). `query` is
    sent with the address.
    """

    make: Callable[[Side], tuple[Any, ...]]
    bound: str = "scope"
    verb: P | None = None
    query: str = ""


def _carried_list(reader: User) -> str:
    """What the page of a long list puts into the address of its file's page."""
    told = json.dumps(["programmes", "Programmes", "/programmes/", "", []])
    return urlsafe_base64_encode(encrypt(told, f"{CARRIED_LIST}:{reader.uid}").encode())


def _return(side: Side) -> tuple[Any, ...]:
    return (side.return_,)


def _version(side: Side) -> tuple[Any, ...]:
    return (side.return_, side.version.number)


def _report(side: Side) -> tuple[Any, ...]:
    return (side.report,)


def _restatement(side: Side) -> tuple[Any, ...]:
    return (side.restatement,)


def _line(side: Side) -> tuple[Any, ...]:
    return (side.report, side.cover_line)


def _user(side: Side) -> tuple[Any, ...]:
    return (side.user,)


def _programme(side: Side) -> tuple[Any, ...]:
    return (side.programme,)


def _indicator(side: Side) -> tuple[Any, ...]:
    assert side.figures
    return (SUPPORTED,)


WAYS: dict[str, Way] = {
    "job": Way(lambda side: (side.job,), bound="person"),
    "one_begun": Way(lambda side: (side.draft.uid,), bound="person"),
    "list_file_ask": Way(lambda side: (_carried_list(side.reader),), bound="person"),
    "draft_discard": Way(lambda side: (side.draft.uid,), bound="person"),
    "notice_read": Way(lambda side: (side.notice.uid,), bound="person"),
    "file": Way(lambda side: (side.file(FilePurpose.RETURN_UPLOAD),), verb=P.RETURN_VIEW),
    **dict.fromkeys(
        ("user", "user_rename", "user_close", "user_reopen", "user_invite_again", "user_second_step", "role_give"),
        Way(_user, bound="network"),
    ),
    "role_end": Way(lambda side: (side.user, side.membership), bound="network"),
    **dict.fromkeys(
        ("participant", "participant_who", "participant_life", "participant_equality", "contact_add"),
        Way(casework.of_participant),
    ),
    **dict.fromkeys(("contact_change", "contact_end"), Way(casework.of_contact)),
    **dict.fromkeys(
        (
            "referral",
            "referral_change",
            "referral_decline",
            "referral_withdraw",
            "referral_accept",
            "referral_join",
            "referral_sent",
        ),
        Way(casework.of_referral),
    ),
    **dict.fromkeys(
        (
            "case",
            "case_details",
            "case_openings",
            "case_give",
            "case_pause",
            "case_resume",
            "case_close",
            "case_reopen",
            "case_next",
            "note_add",
        ),
        Way(casework.of_case),
    ),
    "case_coded": Way(casework.of_case, bound="network"),
    "note_correct": Way(casework.of_note),
    **dict.fromkeys(("session_record", "session_arrange", "case_measures"), Way(casework.of_case)),
    **dict.fromkeys(
        ("session", "session_attendance", "session_change", "session_remove"), Way(sessions_and_measures.of_session)
    ),
    **dict.fromkeys(
        ("group_session", "group_register", "group_change", "group_add"), Way(sessions_and_measures.of_group)
    ),
    "group_arrange": Way(_programme),
    **dict.fromkeys(("assessment", "assessment_correct"), Way(sessions_and_measures.of_assessment)),
    **dict.fromkeys(("measure_record", "measure_not_done"), Way(sessions_and_measures.of_measure)),
    **dict.fromkeys(("instrument", "measure_preview"), Way(sessions_and_measures.of_instrument, bound="common")),
    "measure_plans": Way(_programme),
    "measure_plan_set": Way(_programme, bound="network"),
    **dict.fromkeys(("measure_plan_confirm", "measure_plan_end"), Way(sessions_and_measures.of_plan, bound="network")),
    "named_list": Way(lambda side: (side.named_list,)),
    "programme": Way(_programme),
    "programme_change": Way(_programme, bound="network"),
    "running_add": Way(_programme, bound="network"),
    "running_end": Way(lambda side: (side.programme, side.running), bound="network"),
    "return": Way(_return),
    "return_workbook": Way(_return),
    "return_upload_form": Way(_return),
    "return_upload": Way(lambda side: (side.return_, side.upload)),
    "return_fill_in": Way(_return),
    "return_version": Way(_version),
    "return_submit": Way(_version),
    "return_query": Way(_version, bound="network"),
    "return_accept": Way(_version, bound="network"),
    "return_template": Way(lambda side: (side.template,), bound="network"),
    "grant_return": Way(lambda side: (side.grant_return,), bound="network"),
    "series": Way(lambda side: (side.series,), bound="area"),
    "budget": Way(lambda side: (side.agreement,), bound="network"),
    "indicator": Way(_indicator, bound="area"),
    "indicator_workbook": Way(_indicator, bound="area"),
    "theory": Way(lambda side: (side.theory,)),
    "report": Way(_report, bound="network", verb=P.REPORT_DRAFT),
    "report_figure": Way(_report, bound="network", verb=P.REPORT_DRAFT, query="figure"),
    "report_moved": Way(_restatement, bound="network", verb=P.REPORT_DRAFT),
    "report_line_add": Way(_report, bound="network"),
    "report_line": Way(_line, bound="network"),
    "report_line_remove": Way(_line, bound="network"),
    "report_freeze": Way(_report, bound="network"),
    "report_sign": Way(_report, bound="network"),
    "report_send_back": Way(_report, bound="network"),
    "report_publish": Way(_report, bound="network"),
    "report_restate": Way(_report, bound="network"),
}


def in_address(made: tuple[Any, ...]) -> tuple[Any, ...]:
    """What stands in the address for these records: references, and whatever is no record as it is."""
    return tuple(one.reference if isinstance(one, Record) else one for one in made)


def unknown(made: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The same parameters with each in turn well formed and nobody's."""
    found = []
    for place, one in enumerate(made):
        if isinstance(one, Record):
            other: Any = new_reference(one.reference_kind)
        elif isinstance(one, int):
            other = one + 900
        elif isinstance(one, str):
            other = "NONE-99"
        else:
            other = type(one)(int=0)
        found.append((*in_address(made)[:place], other, *in_address(made)[place + 1 :]))
    return found
