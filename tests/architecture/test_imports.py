"""Who may import whom: packages one way, rooms in their order, files of a room in theirs."""

from tests.architecture.house import ORDER, PACKAGES, SHARED, imports, module_of, own_imports, short

# Files of a room, beside models, rules, selectors and services, that other rooms use on purpose.
DOORS = {
    "vrn_cases.audit.actions": "the codes of what can be done, named by every service",
    "vrn_cases.audit.digests": "canonical JSON and keyed digests, one way for all",
    "vrn_cases.audit.middleware": "log lines carry the request's id",
    "vrn_cases.records.encryption": "the encrypted column",
    "vrn_cases.records.quarters": "the generated quarter number",
    "vrn_cases.records.references": "reference numbers are checked before they are looked up",
    "vrn_cases.records.refusals": "Refused and Changed, raised by every service",
    "vrn_cases.access.gate": "the gate of every view",
    "vrn_cases.access.permissions": "every verb",
    "vrn_cases.access.readable": "whose fact a row is, and who may read it",
    "vrn_cases.access.requests": "the request of a view behind sign-in",
    "vrn_cases.access.roles": "the table of roles",
    "vrn_cases.access.scope": "for_user, behind every fetch and list",
    "vrn_cases.access.session": "polling must not keep a session alive",
    "vrn_cases.access.session_store": "locking a session so that no other request undoes it",
    "vrn_cases.access.receivers": "names what the sign-in library's signals leave in the log",
    "vrn_cases.pages.columns": "what a list says in its columns",
    "vrn_cases.records.addresses": "addresses of records, which lists name by the hundred",
    "vrn_cases.pages.day_filter": "a list's filter by a day",
    "vrn_cases.pages.kept_words": "words that were searched for stay out of addresses",
    "vrn_cases.pages.keyset": "pages of a list that is not a table",
    "vrn_cases.pages.list_exports": "the Excel of a list, and the safe way to answer with a workbook",
    "vrn_cases.pages.lists": "the one list page",
    "vrn_cases.files.kinds": "what a kept file is, and who may have it",
    "vrn_cases.files.shown": "a kept file as pages list it",
    "vrn_cases.forms.base": "the base of every form",
    "interventions.cases.shown": "what stands above every page of a case",
    "interventions.outcomes.instruments": "every measure, and how its answers become scores",
    "vrn_cases.forms.days": "which days an answer may be",
    "vrn_cases.forms.time_field": "a time of day in one box",
    "vrn_cases.forms.day_field": "a day in one box, for the screens of every day",
    "interventions.programmes.entry_field": "one entry of a list that people maintain, as a question",
    "interventions.participants.birth_field": "a date of birth in three boxes",
    "interventions.participants.name_field": "a name as people see it",
    "interventions.participants.words_field": "words about somebody, without numbers that name them elsewhere",
    "interventions.participants.home_field": "where somebody lives, as one question",
    "interventions.outcomes.reliable_change": "one person's change, counted by figures as their page tells it",
    "monitoring.periods.windows": "financial years, quarters, and where a printed figure stands",
    "monitoring.indicators.change_words": "a change of scores in words, with what is said with every one",
    "monitoring.indicators.controlled": "the version of the door, under which what it decided is kept",
    "monitoring.indicators.adding_lines": "under which keys returns and indicators count the same facts",
    "monitoring.indicators.declarations": "what an indicator says of itself",
    "monitoring.indicators.disclosure": "the one door for small numbers",
    "monitoring.indicators.disclosure_kept": "what was released before, kept for the next attack",
    "monitoring.indicators.disclosure_profiles": "release profiles, named by whoever releases",
    "monitoring.indicators.disclosure_release": "what goes through the door and comes out",
    "monitoring.indicators.figures": "figures read from cells",
    "monitoring.indicators.kept_releases": "everything released, that the next release is attacked beside",
    "monitoring.indicators.registry": "every indicator",
    "monitoring.indicators.release": "figures on their way through the door",
    "monitoring.indicators.sight": "what a programme's lead knows beside a report",
    "monitoring.indicators.statistics": "the one way of rounding",
    "monitoring.indicators.store": "the step of a long working-out",
    "monitoring.indicators.windows": "the windows that figures are stored for",
    "monitoring.indicators.wording": "figures in words",
    "monitoring.theory.card": "a card of the diagram, pure",
    "monitoring.theory.values": "which figure tells how complete the record behind another is",
    "monitoring.theory.diagram": "the diagram, a pure function that a report draws too",
}
WITHIN = ("models", "rules", "selectors", "services")


def test_packages_import_one_way() -> None:
    wrong = [
        f"{short(found.file)}:{found.line} imports {found.module}"
        for found, here, there in own_imports()
        if PACKAGES.index(there.package) > PACKAGES.index(here.package)
    ]
    assert not wrong, "monitoring -> interventions -> vrn_cases, never back:\n" + "\n".join(wrong)


def test_rooms_import_only_rooms_before_them() -> None:
    wrong = []
    for found, here, there in own_imports():
        if not here.room or not there.room or here.package != there.package or here.room == there.room:
            continue
        order = ORDER[here.package]
        if order.index(there.room) > order.index(here.room):
            wrong.append(f"{short(found.file)}:{found.line} ({here.room}) imports {there.room}, which comes later")
    assert not wrong, "\n".join(wrong)


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {(module_of(found.file).package, module_of(found.file).room) for found in imports()}
    missing = sorted(f"{package}/{room}" for package, room in rooms if room and room not in ORDER[package])
    assert not missing, f"rooms without a place in the order: {', '.join(missing)}"


def test_a_room_shows_others_only_its_models_rules_selectors_services_and_named_doors() -> None:
    wrong, used = [], set()
    for found, here, there in own_imports():
        if not there.room or (here.package, here.room) == (there.package, there.room) or not here.room:
            continue
        door = f"{there.package}.{there.room}.{there.part}"
        if door in DOORS:
            used.add(door)
        elif there.part not in SHARED:
            wrong.append(f"{short(found.file)}:{found.line} imports {door}")
    stale = sorted(set(DOORS) - used)
    assert not wrong, "import models, rules, selectors or services, or name a door with its reason:\n" + "\n".join(
        wrong
    )
    assert not stale, f"doors that nobody uses any more: {', '.join(stale)}"


def test_inside_a_room_models_come_before_rules_before_selectors_before_services() -> None:
    wrong = []
    for found, here, there in own_imports():
        same_room = here.room and (here.package, here.room) == (there.package, there.room)
        if not same_room or here.part not in WITHIN or there.part not in (*WITHIN, "forms", "lists", "views", "urls"):
            continue
        allowed = WITHIN[: WITHIN.index(here.part) + 1]
        if there.part not in allowed:
            wrong.append(f"{short(found.file)}:{found.line} ({here.part}) imports {there.part}")
    assert not wrong, "\n".join(wrong)


ANSWERS_NOT_WRITES = "vrn_cases/pages/lists.py"  # its room's service answers with a page and writes nothing


def test_forms_and_lists_read_and_never_write() -> None:
    wrong = [
        f"{short(found.file)}:{found.line}"
        for found, here, there in own_imports()
        if here.room
        and here.part in ("forms", "lists")
        and there.part == "services"
        and there.room == here.room
        and short(found.file) != ANSWERS_NOT_WRITES
    ]
    assert not wrong, "forms and lists must not import their room's services:\n" + "\n".join(wrong)


def test_nobody_imports_views_urls_tasks_or_commands() -> None:
    wrong = [
        f"{short(found.file)}:{found.line} imports {found.module} {found.names}"
        for found, here, there in own_imports()
        if (there.part in ("views", "urls", "tasks") or "management.commands" in found.module)
        and here.part != "urls"
        and not (here.room == there.room and here.part == there.part)
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_jobs_services_talk_to_celery() -> None:
    allowed = {"vrn_cases/jobs/services.py", "vrn_cases/celery.py", "vrn_cases/__init__.py", "vrn_cases/tasks.py"}
    names = ("celery", "kombu", "vrn_cases.celery")
    talking = {
        short(found.file)
        for found in imports()
        if found.module in names or found.module.startswith(("celery.", "kombu."))
    }
    assert talking - EXTRA_CELERY.keys() == allowed, "only jobs/services.py talks to Celery"
    assert EXTRA_CELERY.keys() <= talking, "an exception that nothing needs any more"


EXTRA_CELERY = {
    "vrn_cases/file_queue.py": "the queue in a folder, a transport that the settings name",
    "vrn_cases/jobs/lists.py": "filters by the kinds of job",
    "vrn_cases/jobs/selectors.py": "names the kinds of job in words",
}
