"""Words of the papers of an inspection and of a case, in English."""

from archives.documents.case_words import CaseWords

ENGLISH = CaseWords(
    titles={
        "inspection_notice": "Notice of Inspection",
        "site_record": "Record of Inspection on Site",
        "rectification_order": "Order to Rectify within a Time Limit",
        "correction_order": "Order to Correct within a Time Limit",
        "opinion": "Opinion after Inspection",
        "delivery_receipt": "Delivery Receipt",
        "rectification_report": "Report of Rectification",
        "recheck_record": "Record of Recheck",
        "close_out_notice": "Notice of Close-out",
        "proposal_letter": "Proposal for Handling",
        "case_file": "Case File",
    },
    kinds={"hazard": "Safety hazard", "offence": "Offence", "work_problem": "Problem of the work"},
    grades={
        "general": "general",
        "greater": "greater",
        "major": "major",
        "dangerous": "dangerous",
        "highly_dangerous": "highly dangerous",
    },
    inspections={
        "comprehensive": "a comprehensive inspection",
        "special": "a special inspection",
        "on_lead": "an inspection on a lead",
    },
    events={
        "InspectionPlanned": "Inspection planned",
        "OfficersAssigned": "Officers assigned",
        "InspectionAnnounced": "Inspection announced",
        "InspectionOpened": "Opened on site",
        "InspectionConcluded": "Inspection concluded",
        "FindingRecorded": "Finding recorded",
        "HazardReported": "Own hazard reported",
        "AccidentReported": "Accident reported",
        "RequirementStated": "Requirement stated",
        "FindingRemedied": "Mended at once",
        "FindingDismissed": "Dismissed",
        "OrderDrawnUp": "Order drawn up",
        "OrderIssued": "Order issued",
        "OrderAcknowledged": "Acknowledged",
        "OrderServed": "Service noted",
        "RectificationBegun": "Rectification begun",
        "RectificationReported": "Rectification reported",
        "RecheckPassed": "Recheck passed",
        "RecheckFailed": "Recheck not passed",
        "OrderClosedOut": "Closed out",
        "OrderRevoked": "Revoked",
        "OrderExtensionRequested": "More time asked for",
        "OrderExtended": "Extended",
        "OrderAnswered": "Case stated",
        "OrderObjectedTo": "Objected to",
        "ObjectionReplied": "Reply given",
        "OrderAppealed": "Appeal noted",
        "OrderEscalated": "Escalated",
        "EmployerAnswered": "Employer answered",
        "EvidenceAdded": "Evidence added",
        "ReminderGiven": "Reminder given",
    },
    graded="{kind} ({grade})",
    indent="",
    comma=", ",
    quoted="“{text}”",
    to="To {addressee}:",
    authority="Authority",
    inspected="Inspected body",
    paper="Paper",
    officers="Officers",
    officer="{name} (certificate {number})",
    due_on="Last day",
    round="Round",
    round_value="{round}",
    notice=(
        "Under {bases}, {kind} of your body is set for {day}.",
        "Ground: {ground}",
        "What is inspected stands in the checklist {sheet} ({edition}).",
        "These officers carry it out and show their certificates on site: {officers}.",
        (
            "Please have those concerned present, state facts as they are and give the documents asked for. "
            "Whoever thinks that an officer has an interest in the matter may ask for another."
        ),
    ),
    order_opens={
        "rectification_order": "Your body {body}was found to have these {count} safety hazards:",
        "correction_order": "Your body {body}was found to have committed these {count} offences:",
        "opinion": "In the work of your body {body}these {count} problems were found:",
    },
    found_by="The officers {officers} found them on {day}.",
    answers_for="(which answers for {body}) ",
    demand={
        "rectification_order": (
            "Under {bases}, your body is ordered to rectify them as required above by {day} inclusive, and to "
            "report to {authority} in writing."
        ),
        "correction_order": (
            "Under {bases}, your body is ordered to correct them as required above by {day} inclusive, and to "
            "report to {authority} in writing."
        ),
        "opinion": (
            "Under {bases}, the opinion above is given. Please improve by {day} inclusive and report to "
            "{authority} in writing."
        ),
    },
    threat=(
        "Where the day passes, {article} provides for sanctions on those directly in charge and directly responsible."
    ),
    closing=(
        "Your body reported on {reported} that the {count} item(s) of {title} ({number}, issued on {day}) "
        "were rectified; the recheck of {rechecked} found all of them in order."
    ),
    closed="It is closed out.",
    proposal=(
        (
            "{inspected} has not rectified these {count} item(s) by {due}, as {title} ({number}, issued on "
            "{day}) required:"
        ),
        "Under {article} and 《中华人民共和国档案法实施条例》第四十六条, this is proposed:",
        "Please deal with it by law, and answer {authority} in writing.",
    ),
    period="From and to",
    ground="Ground",
    sheet="Checklist",
    counts="Met {0}, not met {1}, not applicable {2}, not answered {3}",
    shown="At the beginning the officers showed their certificates to the inspected body.",
    record="What was seen",
    unmet="Items not met",
    nothing="No problem was found.",
    signed_by="For the inspected\n(signature)",
    unsigned="Not signed because",
    officers_sign="Officers\n(signature)",
    served_paper="Paper served,\nits number",
    served_to="Served to",
    served_by="Served by",
    manner="Manner",
    manner_here="Acknowledged electronically in this system",
    manner_blank="□ in person　□ left there　□ by post　□ electronically　□ otherwise",
    served_at="Served on",
    receiver="Received by\n(signature)",
    server="Served by\n(signature)",
    remarks="Remarks",
    to_authority="Reported to",
    in_all="In all",
    head="Head of the body\n(signature)",
    recheckers="Rechecked by\n(signature)",
    conclusion="Conclusion",
    passed="Every item is in order; the recheck is passed.",
    failed="Not every item is in order; the recheck is not passed, rectification goes on.",
    next_due="Last day: {day}.",
    result={"": "", "passed": "Passed", "failed": "Not passed"},
    item_heads=("No.", "Finding", "Facts", "What is required"),
    found_heads=("No.", "Finding", "Kind", "Place", "Facts"),
    unmet_heads=("Item", "What is asked", "Remark"),
    report_heads=("No.", "Finding and requirement", "Measures", "By whom", "What was done"),
    recheck_heads=("No.", "Finding and requirement", "What was done", "Result", "What was seen"),
    closed_heads=("No.", "Finding", "Facts", "Recheck"),
    index_heads=("No.", "Number", "By", "Title", "Date", "Pages"),
    evidence_heads=("No.", "Name", "Of", "SHA-256", "Added"),
    act_heads=("When", "What", "Who", "In words"),
    cover="Title of the file",
    index="Index of the File",
    evidence="List of Evidence",
    acts="What Happened",
    note="Note on the File",
    file_title="{title} to {inspected}",
    ordered_on="Issued on",
    closed_on="Ended on",
    extent="In this file",
    extent_value="{papers} papers, {evidence} pieces of evidence, {pages} pages",
    originals=(
        "The papers in this file are copies, numbered throughout; the sealed originals are attached to it, "
        "and their digests stand below."
    ),
    compiler="Compiled by",
    reviewer="Checked by",
    draft="Draft for signing by pen; neither numbered nor sealed.",
)
