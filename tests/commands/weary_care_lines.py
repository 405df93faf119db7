"""More such lines, of plans, supplies, appointments, sessions, skipped doses and changes."""

TAKEN = [
    # Skipped doses
    ("skip wed's troches, ran out", "reason: ran out, Wed 18 Nov 2026 (no time)"),
    ("skip troches ran out", "reason: troches ran out, Sun 22 Nov 2026"),
    ("skip sublingual wed - no troches left", "reason: no troches left, Wed 18 Nov 2026"),
    ("skip today mon-fri vacation", "reason: mon-fri vacation, Sun 22 Nov 2026"),
    ("skip wed to see family", "reason: to see family, Wed 18 Nov 2026"),
    ("skip wed--nose bleed", "reason: nose bleed, Wed 18 Nov 2026 (no time)"),
    ("skip (wed) nose bleed", "reason: nose bleed, Wed 18 Nov 2026 (no time)"),
    ("skip stopped ketamine", "reason: stopped ketamine, Sun 22 Nov 2026"),
    ("skip dr lee said wait until friday ok", "reason: dr lee said wait until friday ok, Sun"),
    ("skip just had surgery", "reason: just had surgery, Sun 22 Nov 2026"),
    # Plans
    ("plan set 2 troches a day", "2 × 100 mg = 200 mg (troche), daily, from"),
    ("plan set 100mg sl per day", "1 × 100 mg (troche), daily, from"),
    ("plan set 100mg/day", "1 × 100 mg (troche), daily, from"),
    ("plan set 100mg sl twice a day", "1 × 100 mg (troche), daily, 2 a day, from"),
    ("plan set 100mg sl max 1 a day", "Mon, Wed, Fri, at most 1 a day, from"),
    ("plan set spravato 84 weekly", "esketamine nasal, 84 mg, every 7 days, from"),
    ("plan set sl 50 daily", "0.5 × 100 mg = 50 mg (troche), daily, from"),
    ("plan set dose to 250", "2.5 × 100 mg = 250 mg (troche), Mon, Wed, Fri, from"),
    # Supplies
    ("supply add 24 sublingual", "supply filled: 24 × 100 mg troches"),
    ("supply melted 2", "supply lost or wasted: 2 × 100 mg troches"),
    # Sessions
    ("session infusion 40mg/hr 40 min", ": infusion, over 40 min, 40 mg an hour, Sun"),
    ("session infusion 40mg an hour and a half", ": infusion, over 1:30 h, Sun"),
    ("session clinic 56mg lowest 93%", "lowest oxygen 93 %"),
    (
        "session infusion 40mg starting bp 120/80 ending bp 130/85",
        "blood pressure 130/85, at the end of the session",
    ),
    ("session infusion 40mg hr 88 before", "pulse 88, before the session"),
    (
        "session clinic 56mg before 120/80, 40 min 138/88, end 125/82",
        "blood pressure 138/88, after 40 min",
    ),
    (
        "session clinic 56mg 120/80 before, 140/90 after 40 min, 130/80 at the end",
        "blood pressure 130/80, at the end of the session",
    ),
    ("session kap 100mg im with Sarah 45 min", "over 45 min, with: Sarah, Sun"),
    # Changes
    ("edit 2 add note felt good", "→ 2 × 100 mg = 200 mg sublingual (note: felt good), Wed"),
    ("edit 2 add mood 5", "→ 2 × 100 mg = 200 mg sublingual, mood 5, Wed"),
    ("edit 4 add severe", "mild nausea → severe nausea"),
    ("edit 2 remove the note", "Nothing to change: #2"),
]
ASKED = [
    ("skip moved to thursday", ("skip thursday moved to thursday", "skip today moved to thursday")),
    (
        "skip infusion friday no ride",
        ("skip friday infusion friday no ride", "skip today infusion friday no ride"),
    ),
    (
        "skip dose of nov 18 due to flu",
        ("For the dose of Wed 18 Nov 2026: ketalog skip nov 18", "skip today of nov 18"),
    ),
    ("skip sick since monday", ("skip monday sick since monday", "skip today sick since monday")),
    (
        "session infusion 40mg hr 88",
        ("40mg before the session hr 88", "40mg after 40 min hr 88"),
    ),
    (
        "session infusion 40mg bp 120/80 -> 140/90",
        ("40mg before the session bp 120/80 '->' 140/90", "at the end of the session bp 120/80"),
    ),
    (
        "session clinic 56mg bp 120/80, 40 min 138/88, end 125/82",
        ("56mg before the session bp 120/80 40 min 138/88, end 125/82",),
    ),
    (
        "session kap 100mg sl, hold 15 min",
        ("--note 'hold 15 min'", "If that is how long the session took: ketalog session kap"),
    ),
    ("plan set 100mg every 12 hours", ("plan set 100mg 2 a day", "plan set 100mg 12h apart")),
    ("plan set 150mg instead of 200mg", ("plan set 150mg.", "plan set 200mg.")),
    (
        "edit 2 +50mg",
        ("'+50mg' adds nothing", "One more is an entry of its own", "ketalog edit 2 50mg"),
    ),
    ("edit 2 plus 50mg", ("'plus 50mg' adds nothing", "ketalog edit 2 50mg")),
    ("edit 4 add headache", ("'add headache' adds nothing", "ketalog edit 4 headache")),
    ("edit 1 add sun", ("'add sun' adds nothing", "ketalog edit 1 sun")),
    ("delete last dose fri", ("For #3", "ketalog delete 3.")),
    ("delete yesterday's dose", ("ketalog list dose yesterday",)),
    ("delete last dose 2", ("the last dose and #2", "ketalog list dose 2")),
]
REFUSED = [
    # Skipped doses
    ("skip mon+wed sick", "If it is the reason: ketalog skip today mon+wed sick."),
    ("skip mon-fri vacation", "is not one day, or not one dose"),
    ("skip monday to friday holidays", "Two things are said: 'monday' and 'to friday holidays'"),
    ("skip mon - fri holidays", "Two things are said"),
    ("skip all week vacation", "is not one day, or not one dose"),
    ("skip 2 doses sick", "is not one day, or not one dose"),
    ("skip only took half", "'only took half' is no reason"),
    ("skip just had 1 troche", "'just had 1 troche' is no reason"),
    ("skip took 100mg instead of 200", "is no reason"),
    ("skip my infusion, snow", "'my infusion, snow' is no planned dose"),
    ("skip 18.-20.11.", "is not one day, or not one dose"),
    ("skip the second troche", "'the second troche' names no day"),
    ("skip wed only half", "'only half' is not the whole dose"),
    ("skip booster", "'booster' is no planned dose"),
    ("skip iv", "No plan holds"),
    ("skip dose 3", "'dose 3' is an entry, and no day"),
    ("skip everything", "'everything' is no reason"),
    ("skip yesterdays dose bc of alcohol", "Did you mean 'yesterday'?"),
    # Plans
    ("plan set 100mg a week", "'a week': a plan has days, or so many times a week"),
    ("plan set 100mg sl morning and night", "a plan has days, and no time of day"),
    ("plan set 100mg daily dec 1", "If it is: ketalog plan set 100mg daily from dec 1."),
    ("plan set change mon to fri", "'change': what is typed is what the plan will be"),
    ("plan set increase by 50mg", "'increase by': a plan has the amount itself"),
    ("plan set remove friday", "a plan is set with all of its days"),
    ("plan stop sublingual dec 1", "If it is: ketalog plan stop sublingual from dec 1."),
    ("plan stop on dec 1 too strong", "ketalog plan stop on dec 1 --note 'too strong'."),
    ("plan stop for 2 weeks", "'for 2 weeks': a plan ends, until it is set again."),
    ("plan stop because of it", "As a note: ketalog plan stop --note 'because of it'."),
    ("plan set 100mg sl daily by Dr Lee for pain", "--note 'for pain'"),
    # Supplies
    ("supply 3 doses left", "'3 doses' doesn't say how many units that is"),
    ("supply 2 refills left", "'2 refills' doesn't say how many units that is"),
    ("session clinic skipped", "As a note: ketalog note session clinic skipped."),
    ("supply need 24", "'need': a supply has what came"),
    ("supply refills left 2", "'refills': a supply has what came, was lost, or is there"),
    ("supply lost 1 in the sink", "--note 'in the sink'"),
    # Appointments, and names that words go on behind
    ("appointment every thursday", "Type a line for each: ketalog appointment thursday."),
    ("appointment weekly thu 3pm", "Type a line for each: ketalog appointment thu 3pm."),
    ("appointment yesterday with dr lee went well", "--note 'went well'"),
    ("appointment dec 3 2pm with Dr Lee 45 min", "Not read: '45 min'"),
    ("dose 100mg sl with Anna felt good", "--note 'felt good'"),
    ("session kap 100mg im with Sarah went great", "--note 'went great'"),
    # Lists
    ("list fri to wed", "ends before it begins"),
]
