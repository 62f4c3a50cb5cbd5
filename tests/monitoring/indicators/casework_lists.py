"""The lists and areas of a small invented world of casework."""

from interventions.programmes.models import Area, ListEntry, ListName

BANDS = {
    ListName.AGE_BAND: (("10-14", 10, 14), ("15-17", 15, 17), ("18-24", 18, 24), ("25-and-over", 25, None)),
    ListName.AGE_UNDER_25: (("under-25", 0, 24), ("25-and-over", 25, None)),
    ListName.AGE_18_TO_25: (("under-18", 0, 17), ("18-25", 18, 25), ("26-and-over", 26, None)),
}
LISTS = {
    ListName.SEX: ("female", "male", "not-known"),
    ListName.ETHNIC_GROUP: ("white", "mixed", "prefer-not-to-say"),
    ListName.CARE_STATUS: ("none", "care-order", "not-known"),
    ListName.EDUCATION_STATUS: ("school", "neet"),
    ListName.REFERRAL_ROUTE: ("phone", "form"),
    ListName.REFERRED_FROM: ("school", "gp"),
    ListName.CLOSE_REASON: ("goals-met",),
    ListName.DECLINE_REASON: ("no-capacity",),
    ListName.WITHDRAW_REASON: ("moved-away",),
    ListName.SESSION_KIND: ("one-to-one",),
    ListName.MEASURE_NOT_DONE: ("refused",),
}
ETHNICITIES = {"white-irish": "White", "white-roma": "White", "mixed-other": "Mixed", "prefer-not-to-say": ""}
ETHNIC_GROUPS = {"white-irish": "white", "white-roma": "white", "mixed-other": "mixed"}
DISTRICTS = {"CENTRAL": "CITY", "BLABY": "BLABY", "CITY": "CITY"}  # the area of a record, and that which it counts for


def made_entries() -> dict[tuple[str, str], ListEntry]:
    """The rows of the lists by list and code; age bands are written too, and nothing refers to their rows."""
    entries = {}
    for name, codes in LISTS.items():
        for position, code in enumerate(codes):
            label = code.capitalize() if name == ListName.ETHNIC_GROUP else code
            entries[name, code] = ListEntry.objects.create(list=name, code=code, label=label, position=position)
    for code, group in ETHNICITIES.items():
        entries[ListName.ETHNICITY, code] = ListEntry.objects.create(
            list=ListName.ETHNICITY, code=code, label=code, group=group, position=1
        )
    for name, bands in BANDS.items():
        for code, least, most in bands:
            ListEntry.objects.create(list=name, code=code, label=code, position=1, least=least, most=most)
    return entries


def made_areas() -> dict[str, Area]:
    city = Area.objects.create(code="CITY", name="City", level="upper_tier")
    county = Area.objects.create(code="COUNTY", name="County", level="upper_tier")
    return {
        "CITY": city,
        "CENTRAL": Area.objects.create(code="CENTRAL", name="Central", level="neighbourhood", parent=city),
        "BLABY": Area.objects.create(code="BLABY", name="Blaby", level="district", parent=county),
    }
