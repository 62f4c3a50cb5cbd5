"""The texts of our own tables that hold nobody's data. Every other text is declared `personal` on its model.

A field that is in neither place fails the walk, so that whoever adds a text has to say which it is. Codes and names
of things, wordings of sources, addresses within the service and digests stand here; what people type freely does not:
it can name somebody.
"""

IMPERSONAL_TEXTS: dict[str, frozenset[str]] = {
    "interventions.Assessment": frozenset({"instrument", "form"}),
    "interventions.Area": frozenset({"code", "name", "level"}),
    "interventions.FrameworkOutcome": frozenset({"domain", "text", "age_scope"}),
    "interventions.ListEntry": frozenset({"code", "label", "group"}),
    "interventions.MeasurePlan": frozenset({"instrument"}),
    "interventions.MergeMove": frozenset({"table"}),
    "interventions.Organisation": frozenset({"name"}),
    "interventions.Person": frozenset({"pseudonym"}),
    "interventions.PhoenixIntake": frozenset({"criteria_version"}),
    "interventions.Priority": frozenset({"text"}),
    "interventions.Programme": frozenset({"code", "name", "neutral_name", "delivered_by", "setting", "what"}),
    "interventions.ReachIntake": frozenset({"criteria_version"}),
    "interventions.ScaleScore": frozenset({"scale", "standing", "banding"}),
    "interventions.Source": frozenset({"code", "title", "dated"}),
    "interventions.StrategyFramework": frozenset({"name"}),
    "interventions.ToolkitApproach": frozenset({"code", "name"}),
    "monitoring.BudgetLine": frozenset({"name", "note"}),
    "monitoring.Cell": frozenset({"grain", "breakdown", "part", "engine", "figures"}),
    "monitoring.CoverLine": frozenset({"figure"}),
    "monitoring.GrantAgreement": frozenset({"funder", "year"}),
    "monitoring.GrantReturn": frozenset({"label", "figures", "showings"}),
    "monitoring.KeptRelease": frozenset({"indicator", "what", "reference", "profile", "release", "showings"}),
    "monitoring.LineBreakdown": frozenset({"list"}),
    "monitoring.MeasurePairGrain": frozenset({"instrument"}),
    "monitoring.Observation": frozenset(
        {"label", "area_as_printed", "age_scope", "role", "offence", "place_kind", "hour_band", "wording"}
    ),
    "monitoring.Rendering": frozenset({"profile", "document", "sha256"}),
    "monitoring.Report": frozenset({"definition", "label"}),
    "monitoring.Return": frozenset({"label"}),
    "monitoring.ReturnAnswer": frozenset({"breakdown", "part"}),
    "monitoring.ReturnLine": frozenset({"measure", "population", "share_of"}),
    "monitoring.ReturnLineGrain": frozenset(
        {"measure", "counted", "population", "additive", "breakdown", "part", "qualifier"}
    ),
    "monitoring.ReturnTemplate": frozenset({"code", "name", "instructions"}),
    "monitoring.RollUp": frozenset({"engine", "sha256"}),
    "monitoring.Series": frozenset({"code", "name", "definition", "unit", "caution"}),
    "monitoring.Snapshot": frozenset({"figures", "sha256"}),
    "monitoring.SuccessMeasure": frozenset({"age_scope", "baseline_year", "comparison_year", "wording"}),
    "monitoring.Theory": frozenset({"title"}),
    "monitoring.TheoryNode": frozenset(
        {"code", "text", "indicator", "printed_measure", "series", "target_period", "target_words"}
    ),
    "monitoring.UploadFault": frozenset({"sheet", "cell"}),
    "vrn_cases.AuditEvent": frozenset({"subject_kind", "programme", "request_id", "key_id", "digest"}),
    "vrn_cases.AuditLink": frozenset({"link"}),
    "vrn_cases.AuditValue": frozenset({"field", "salt"}),
    "vrn_cases.Draft": frozenset({"form", "subject", "subject_kind", "verb", "path"}),
    "vrn_cases.Job": frozenset({"kind", "subject", "message", "result_label", "result_url", "problem"}),
    "vrn_cases.NamedList": frozenset({"kind", "title", "path"}),
    "vrn_cases.Notice": frozenset({"key", "subject", "body", "path", "problem"}),
    "vrn_cases.Question": frozenset({"code", "group", "text", "hint"}),
    "vrn_cases.QuestionSet": frozenset({"code", "name"}),
    "vrn_cases.StoredFile": frozenset({"content_type", "sha256", "stored_as", "owner_kind", "owner_reference"}),
    "vrn_cases.Submission": frozenset({"form", "fingerprint", "result"}),
    "vrn_cases.Touched": frozenset({"kind"}),
    "vrn_cases.WantedList": frozenset({"path"}),
}
