#compdef ketalog
# Completion of ketalog for zsh, made by `make shell`. No word of an entry is ever shown.

# What can stand in a place: a word a line, and what it is behind two spaces.
_ketalog_words() {
  case $1 in
  ' :first')
    printf '%s\n' \
      'dose  Log a dose: dose 100mg sublingual, dose 2x15mg nasal' \
      'mood  Log mood, anxiety, energy, sleep: mood 6 --anxiety 4' \
      'effect  Log a side effect, or that there were none' \
      'check  Answer a questionnaire: gad7, phq9, bladder and others' \
      'vitals  Log blood pressure, pulse, oxygen, weight: vitals 128/82' \
      'session  Log a session at the clinic: infusion, kap, clinic' \
      'also  Log alcohol, a sedative, a medicine started or stopped' \
      'skip  Mark a planned dose that was not taken' \
      'note  Write a note for yourself' \
      'ask  Write down a question for your appointment' \
      'appointment  Log an appointment: appointment next tue 3pm' \
      'now  Log with single keys, when typing is hard' \
      'type  Type in a sheet that you filled in by hand, row by row' \
      'today  See today (also: ketalog alone)' \
      'week  See a week: week, week last, week 2026-09-14' \
      'month  See a month: month, month last, month 2026-09' \
      'response  See mood and anxiety before and after a dose, by route' \
      'list  List entries with their numbers' \
      'show  Show everything about one entry' \
      'edit  Change an entry: edit 41 150mg --at 9pm' \
      'review  Look through what was logged with '"'"'now'"'"'' \
      'delete  Delete entries by number' \
      'undo  Take the last change back; again for the one before' \
      'redo  Bring back what undo took' \
      'plan  See or set your plan: plan set, plan stop, plan history' \
      'supply  See what is left: supply; supply fill 24, supply count 18' \
      'export  Make a file to share: .pdf .html .md .csv .json .fhir.json' \
      'import  Take in an export, or a file of another app' \
      'merge  Take in another device'"'"'s journal' \
      'inbox  Take in what your phone wrote; see what stays, and why' \
      'doctor  See whether the journal is in order' \
      'backup  Copy the journal to a safe place' \
      'restore  Bring the journal back, here or on a new computer' \
      'lock  Lock the journal with a passphrase' \
      'unlock  Take the lock off' \
      'passphrase  Change the passphrase' \
      'erase  Take entries out for good, words and past' \
      'start  Set it up, step by step' \
      'config  See or change settings' \
      'demo  Try everything on a made-up journal' \
      'help  See how a command is used, or read a page: help recovery' \
      'completion  Let the Tab key complete what is typed'
    ;;
  ' -')
    printf '%s\n' \
      '--journal  The journal to use.' \
      '--json  Answer in JSON.' \
      '--plain  Answer in sentences: no boxes, no colours.' \
      '--no-color  Use no colours.' \
      '--no-input  Never ask anything.' \
      '--version  Alone: say which version this is.' \
      '-h  Show this.' \
      '--help  Show this.'
    ;;
  'dose :first'|'dose :later')
    printf '%s\n' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      'held  held 15 min' \
      'mood  mood 4' \
      'anxiety  anxiety 4' \
      'bp  bp 128/82' \
      'pulse  pulse 72' \
      'with  with Dr R.' \
      'ate  ate 6 h before' \
      'where  where: my sister'"'"'s'
    ;;
  'dose -')
    printf '%s\n' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--hold  How long it was held in the mouth.' \
      '--swallowed  Swallowed, or spat out.' \
      '--spat  Swallowed, or spat out.' \
      '--mood  Mood now, 10 = best.' \
      '--anxiety  Anxiety now, 10 = worst.' \
      '--intention  What you hope for.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).' \
      '--estimate  The amount is an estimate.' \
      '--exact  The amount is an estimate.' \
      '--medication  The medication, if not ketamine.' \
      '--usual  As planned or as last time, without asking.' \
      '--booster  Taken as one with the dose before it, or a dose of its own.' \
      '--separate  Taken as one with the dose before it, or a dose of its own.' \
      '--bp  Blood pressure before it.' \
      '--pulse  Pulse before it.' \
      '--with  Who was with you.' \
      '--alone  Nobody was with you.' \
      '--ate  How long before it you last ate: 6h.' \
      '--where  Where it was.'
    ;;
  'dose --medication'|'session --medication'|'skip :first'|'skip :later'|'skip --medication'|'edit --medication'|'plan --medication'|'supply --medication')
    printf '%s\n' \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato
    ;;
  'mood :first'|'mood :later')
    printf '%s\n' \
      'mood  mood 4' \
      'anxiety  anxiety 4' \
      'energy  energy 4' \
      'slept  slept 7h30'
    ;;
  'mood -')
    printf '%s\n' \
      '--anxiety  Anxiety now, 10 = worst.' \
      '--energy  Energy, 10 = best.' \
      '--sleep  How long you slept: 7, 7h30.' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'effect :first')
    printf '%s\n' \
      dissociation \
      dizziness \
      nausea \
      sedation \
      spinning \
      headache \
      'odd taste' \
      numbness \
      anxiety \
      panic \
      lethargy \
      'raised blood pressure' \
      vomiting \
      insomnia \
      diarrhea \
      'nasal discomfort' \
      'throat irritation' \
      'feeling drunk' \
      'dry mouth' \
      sweating \
      euphoria \
      'slurred speech' \
      tremor \
      'mouth pain' \
      'mental fog' \
      constipation \
      'feeling abnormal' \
      'fast heartbeat' \
      fatigue \
      'blurred vision' \
      'double vision' \
      palpitations \
      confusion \
      'memory problems' \
      hallucinations \
      agitation \
      paranoia \
      craving \
      fall \
      'suicidal thoughts' \
      self-harm \
      fainting \
      'loss of consciousness' \
      'chest pain' \
      'trouble breathing' \
      seizure \
      'frequent urination' \
      'burning urination' \
      'urinary urgency' \
      'night-time urination' \
      'blood in urine' \
      'can'"'"'t pass urine' \
      incontinence \
      'pelvic pain' \
      'bladder pain' \
      'urinary tract infection' \
      cystitis \
      none \
      'for  for 45 min' \
      'start  start 2pm' \
      'from  from 1 dec' \
      'until  until 2:40pm'
    ;;
  'effect :later')
    printf '%s\n' \
      mild \
      moderate \
      severe \
      'for  for 45 min' \
      'start  start 2pm' \
      'from  from 1 dec' \
      'until  until 2:40pm'
    ;;
  'effect -')
    printf '%s\n' \
      '--for  How long it lasted: 45 min, 2h.' \
      '--dose  The dose it belongs to, by number.' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).' \
      '--own  The name is a word of your own, as it stands.'
    ;;
  'effect --dose'|'check --dose'|'vitals --dose'|'edit --dose')
    printf '%s\n' \
      @doses
    ;;
  'check :first')
    printf '%s\n' \
      'bladder  Bladder check' \
      'dose  Check-in' \
      'gad7  GAD-7' \
      'monthly  Monthly check' \
      'phq4  PHQ-4' \
      'phq9  PHQ-9' \
      answers \
      'difficulty  difficulty 1'
    ;;
  'check :later')
    printf '%s\n' \
      answers \
      'difficulty  difficulty 1'
    ;;
  'check -')
    printf '%s\n' \
      '--difficulty  How hard it made daily life (gad7, phq9); no score.' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--dose  The dose it belongs to, by number.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'vitals :first'|'vitals :later')
    printf '%s\n' \
      'bp  bp 128/82' \
      'pulse  pulse 72' \
      'oxygen  oxygen 98' \
      'weight  weight 70'
    ;;
  'vitals -')
    printf '%s\n' \
      '--pulse  Heartbeats a minute: 72.' \
      '--oxygen  Oxygen in %: 98.' \
      '--weight  Weight in kg: 70.5.' \
      '--before  Before a dose, or after it.' \
      '--after  Before a dose, or after it.' \
      '--point  Of a session'"'"'s readings: before, 40 (minutes) or end.' \
      '--dose  The dose it belongs to, by number.' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'session :first')
    printf '%s\n' \
      infusion \
      kap \
      clinic \
      'watched  watched for 2:00 h' \
      'ready  ready to leave after 2:05 h' \
      'start  start 2pm' \
      'from  from 1 dec' \
      'until  until 2:40pm' \
      'over  over 40 min' \
      'weight  weight 70' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      'rate  rate 50' \
      'with  with Dr R.' \
      'mood  mood 4' \
      'anxiety  anxiety 4' \
      integration
    ;;
  'session :later')
    printf '%s\n' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      'watched  watched for 2:00 h' \
      'ready  ready to leave after 2:05 h' \
      'start  start 2pm' \
      'from  from 1 dec' \
      'until  until 2:40pm' \
      'over  over 40 min' \
      'weight  weight 70' \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      'rate  rate 50' \
      'with  with Dr R.' \
      'mood  mood 4' \
      'anxiety  anxiety 4' \
      integration
    ;;
  'session -')
    printf '%s\n' \
      '--over  How long: 40, 1h30.' \
      '--for  How long: 40, 1h30.' \
      '--start  The same as --at.' \
      '--end  When it ended.' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--weight  Weight in kg: 70.5.' \
      '--rate  mg an hour: 50.' \
      '--watched  How long you were watched: 2h.' \
      '--ready  After how long you were ready to leave: 2h05.' \
      '--lowest-oxygen  The lowest oxygen that was seen.' \
      '--with  With whom.' \
      '--intention  What you hope for.' \
      '--reflections  What came of it.' \
      '--next  The next integration: '"'"'tue 3pm'"'"'.' \
      '--bp-before  Readings before: '"'"'128/82 72 98%'"'"'.' \
      '--bp-40  The same after 40 min.' \
      '--bp-after  The same at the end.' \
      '--mood  Mood now, 10 = best.' \
      '--anxiety  Anxiety now, 10 = worst.' \
      '--estimate  The amount is an estimate.' \
      '--exact  The amount is an estimate.' \
      '--medication  The medication, if not ketamine.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'also :first')
    printf '%s\n' \
      started \
      stopped \
      changed \
      no \
      none \
      alcohol \
      'from  from 1 dec'
    ;;
  'also :later')
    printf '%s\n' \
      'from  from 1 dec'
    ;;
  'also -')
    printf '%s\n' \
      '--kind  sedative, sleep, stimulant, maoi, opioid, medicine.' \
      '--sedative  The same as --kind sedative.' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'also --kind'|'edit --kind')
    printf '%s\n' \
      'alcohol  alcohol' \
      'sedative  a sedative' \
      'sleep  for sleep' \
      'stimulant  a stimulant' \
      'maoi  an MAOI' \
      'opioid  an opioid' \
      'medicine  a medicine'
    ;;
  'skip -')
    printf '%s\n' \
      '--at  The day it was planned for: yesterday, mon.' \
      '--route  Of which plan: its route.' \
      '--medication  … or its medication.' \
      '--reason  Why; the same as words.' \
      '--note  Why; the same as words.'
    ;;
  'skip --route'|'supply --route'|'import --route')
    printf '%s\n' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous
    ;;
  'note -'|'ask -')
    printf '%s\n' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--editor  Write it in your editor ($VISUAL, $EDITOR).' \
      '-e  Write it in your editor ($VISUAL, $EDITOR).'
    ;;
  'appointment :first'|'appointment :later')
    printf '%s\n' \
      'with  with Dr R.'
    ;;
  'appointment -')
    printf '%s\n' \
      '--with  With whom.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'week :first')
    printf '%s\n' \
      'last  the week before this one'
    ;;
  'month :first')
    printf '%s\n' \
      'last  the month before this one'
    ;;
  'response -')
    printf '%s\n' \
      '--since  The first day: 2026-09-14, '"'"'3 weeks ago'"'"'.' \
      '--until  The last day.' \
      '--weeks  So many weeks until today.'
    ;;
  'list :first')
    printf '%s\n' \
      dose \
      mood \
      effect \
      note \
      question \
      plan \
      skip \
      supply \
      session \
      vitals \
      check \
      appointment \
      also \
      all \
      yesterday \
      'last week'
    ;;
  'list -')
    printf '%s\n' \
      '--kind  dose, mood, effect, note, question, plan, skip, supply, session, vitals, check, appointment, also.' \
      '--since  The first day: 2026-09-14, '"'"'3 weeks ago'"'"'.' \
      '--until  The last day.' \
      '--last  How many at most; 30 if not said.' \
      '-n  How many at most; 30 if not said.' \
      '--all  All of them.'
    ;;
  'list --kind'|'show last'|'edit last'|'delete last')
    printf '%s\n' \
      dose \
      mood \
      effect \
      note \
      question \
      plan \
      skip \
      supply \
      session \
      vitals \
      check \
      appointment \
      also
    ;;
  'show :first'|'edit :first'|'delete :first'|'delete :later')
    printf '%s\n' \
      @entries \
      last
    ;;
  'edit :later')
    printf '%s\n' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      'held  held 15 min' \
      'mood  mood 4' \
      'anxiety  anxiety 4' \
      'bp  bp 128/82' \
      'pulse  pulse 72' \
      'with  with Dr R.' \
      'ate  ate 6 h before' \
      'where  where: my sister'"'"'s' \
      'energy  energy 4' \
      'slept  slept 7h30' \
      'watched  watched for 2:00 h' \
      'ready  ready to leave after 2:05 h' \
      'start  start 2pm' \
      'from  from 1 dec' \
      'until  until 2:40pm' \
      'over  over 40 min' \
      'weight  weight 70' \
      'rate  rate 50' \
      integration \
      'oxygen  oxygen 98'
    ;;
  'edit -')
    printf '%s\n' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--hold  How long it was held in the mouth.' \
      '--swallowed  Swallowed, or spat out.' \
      '--spat  Swallowed, or spat out.' \
      '--estimate  The amount is an estimate.' \
      '--exact  The amount is an estimate.' \
      '--booster  Taken as one with the dose before it, or a dose of its own.' \
      '--separate  Taken as one with the dose before it, or a dose of its own.' \
      '--mood  Mood now, 10 = best.' \
      '--anxiety  Anxiety now, 10 = worst.' \
      '--energy  Energy, 10 = best.' \
      '--sleep  How long you slept: 7, 7h30.' \
      '--over  How long: 40, 1h30.' \
      '--for  How long: 40, 1h30.' \
      '--dose  The dose it belongs to, by number.' \
      '--difficulty  How hard it made daily life (gad7, phq9); no score.' \
      '--intention  What you hope for.' \
      '--medication  The medication, if not ketamine.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).' \
      '--with  With whom.' \
      '--alone  Nobody was with you.' \
      '--ate  How long before it you last ate: 6h.' \
      '--where  Where it was.' \
      '--watched  How long you were watched: 2h.' \
      '--ready  After how long you were ready to leave: 2h05.' \
      '--lowest-oxygen  The lowest oxygen that was seen.' \
      '--rate  mg an hour: 50.' \
      '--reflections  What came of it.' \
      '--next  The next integration: '"'"'tue 3pm'"'"'.' \
      '--pulse  Heartbeats a minute: 72.' \
      '--oxygen  Oxygen in %: 98.' \
      '--weight  Weight in kg: 70.5.' \
      '--before  Before a dose, or after it.' \
      '--after  Before a dose, or after it.' \
      '--point  Of a session'"'"'s readings: before, 40 (minutes) or end.' \
      '--kind  sedative, sleep, stimulant, maoi, opioid, medicine.' \
      '--days  On these: mon,wed,fri; daily.' \
      '--every  Every N days from the first.' \
      '--times  N times a week, on any day.' \
      '--per-day  Doses on each of these days.' \
      '--parts  A dose is taken in N parts.' \
      '--apart  Least time between doses: 48h.' \
      '--most  At most: 1/day, 3/week; can be repeated.' \
      '--by  Who prescribed it.' \
      '--form  What a unit is: troche, spray.' \
      '--clear  Take a detail out: hold, note, mood, …' \
      '--editor  Write it in your editor ($VISUAL, $EDITOR).' \
      '-e  Write it in your editor ($VISUAL, $EDITOR).'
    ;;
  'edit --form'|'plan --form'|'supply --form')
    printf '%s\n' \
      troche \
      lozenge \
      tablet \
      spray \
      device \
      pill \
      capsule \
      vial \
      wafer \
      film
    ;;
  'review :first'|'review :later'|'erase :first'|'erase :later')
    printf '%s\n' \
      @entries
    ;;
  'plan :first')
    printf '%s\n' \
      set \
      stop \
      history \
      calendar \
      form \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      days \
      apart \
      'by  by Dr R.' \
      'from  from 1 dec'
    ;;
  'plan :later')
    printf '%s\n' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      form \
      days \
      apart \
      'by  by Dr R.' \
      'from  from 1 dec'
    ;;
  'plan calendar'|'import :first'|'merge :first'|'backup :first'|'restore :first'|'config backups'|'demo :first')
    printf '%s\n' \
      @files
    ;;
  'plan -')
    printf '%s\n' \
      '--days  On these: mon,wed,fri; daily.' \
      '--every  Every N days from the first.' \
      '--times  N times a week, on any day.' \
      '--per-day  Doses on each of these days.' \
      '--parts  A dose is taken in N parts.' \
      '--apart  Least time between doses: 48h.' \
      '--most  At most: 1/day, 3/week; can be repeated.' \
      '--by  Who prescribed it.' \
      '--form  What a unit is: troche, spray.' \
      '--medication  The medication, if not ketamine.' \
      '--from  From when; now, if not said.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).' \
      '--clear  Take a detail out: apart, most, by, …' \
      '--title  Title in the calendar, not '"'"'Reminder'"'"'.' \
      '--time  Reminders at that time; again for more: 8pm.' \
      '--weeks  So many weeks ahead; 12 if not said.' \
      '--checks  Calendar: questionnaires and appointments too.' \
      '--force  Replace a file that is there.'
    ;;
  'supply :first')
    printf '%s\n' \
      fill \
      lost \
      count \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      'strength  strength 100mg' \
      form
    ;;
  'supply :later')
    printf '%s\n' \
      sublingual \
      nasal \
      intravenous \
      buccal \
      intramuscular \
      oral \
      subcutaneous \
      ketamine \
      ket \
      esketamine \
      s-ketamine \
      spravato \
      'strength  strength 100mg' \
      form
    ;;
  'supply -')
    printf '%s\n' \
      '--at  When it happened: 9pm, '"'"'yesterday 9pm'"'"', '"'"'2h ago'"'"'.' \
      '--strength  How strong one unit is: 100mg.' \
      '--route  sublingual, nasal, …' \
      '--form  What a unit is: troche, spray.' \
      '--medication  The medication, if not ketamine.' \
      '--note  A note with it ('"'"'-'"'"' to type it in).'
    ;;
  'export :first')
    printf '%s\n' \
      @files \
      @formats
    ;;
  'export -')
    printf '%s\n' \
      '--since  The first day: 2026-09-14, '"'"'3 weeks ago'"'"'.' \
      '--until  The last day.' \
      '--weeks  So many weeks until today.' \
      '--notes  Notes too, or not.' \
      '--without-notes  Notes too, or not.' \
      '--excel-eu  A .csv with ; between cells and decimal commas.' \
      '--per-dose  A .csv with a row a dose: before, after, plan.' \
      '--collection  A .fhir.json of entries alone, no document.' \
      '--without-snomed  A .fhir.json without SNOMED CT codes.' \
      '--force  Replace a file that is there.'
    ;;
  'import -')
    printf '%s\n' \
      '--dry-run  Only say what would come in.' \
      '--yes  Don'"'"'t ask, take it in.' \
      '--mood-map  Numbers for moods: '"'"'happy=8, sad=2, odd=-'"'"'.' \
      '--route  The route of doses that don'"'"'t say theirs.' \
      '--each  How strong one unit of a dose is.' \
      '--scale  A scale: mood=1..5; the first end becomes 0.' \
      '--map  What a column of any table holds.' \
      '--day-order  How 03/04/25 is to be read.' \
      '--also  Take other medicines in too.' \
      '--all  Readings that stand by no dose too.'
    ;;
  'import --day-order')
    printf '%s\n' \
      dmy \
      mdy
    ;;
  'inbox :first')
    printf '%s\n' \
      drop
    ;;
  'doctor -')
    printf '%s\n' \
      '--accept  Take in what was changed in the file by hand.' \
      '--anew  Put away a journal that is lost, to begin a new one.'
    ;;
  'backup -')
    printf '%s\n' \
      '--force  Replace a file that is there.'
    ;;
  'lock -')
    printf '%s\n' \
      '--remove-copies  Remove unlocked copies without asking.'
    ;;
  'passphrase -')
    printf '%s\n' \
      '--remove-copies  Remove older copies without asking.'
    ;;
  'erase -')
    printf '%s\n' \
      '--yes  Don'"'"'t ask; older copies go too.'
    ;;
  'config :first')
    printf '%s\n' \
      'day_start  when a day ends and the next begins' \
      'week_start  the first day of a week' \
      'backups  the folder of the second copy' \
      'inbox  the folder into which your phone writes lines' \
      'keyring  keep the passphrase of a locked journal in the system'"'"'s keyring' \
      'name  your name, for exports; left out unless set' \
      'born  your birth date, for exports; left out unless set' \
      'date_order  the order of dates on the page: day-month, month-day or iso' \
      'clock  the hours of your clock, said and typed: 24 or 12' \
      'plain  answer in sentences each time, as --plain does: for a screen reader' \
      'paper  the paper of the page: a4 or letter' \
      'country  your country, or its two letters, for its help line and emergency number'
    ;;
  'config week_start')
    printf '%s\n' \
      monday \
      tuesday \
      wednesday \
      thursday \
      friday \
      saturday \
      sunday
    ;;
  'config keyring'|'config plain')
    printf '%s\n' \
      yes \
      no
    ;;
  'config date_order')
    printf '%s\n' \
      day-month \
      month-day \
      iso
    ;;
  'config clock')
    printf '%s\n' \
      24 \
      12
    ;;
  'config paper')
    printf '%s\n' \
      a4 \
      letter
    ;;
  'config country')
    printf '%s\n' \
      'US  US and Canada' \
      'CA  US and Canada' \
      'GB  UK and Ireland' \
      'IE  UK and Ireland' \
      'AU  Australia' \
      'NZ  New Zealand' \
      'FR  France' \
      'NL  Netherlands' \
      'ZA  South Africa' \
      'NO  Norway' \
      'DE  Germany' \
      'AT  Austria' \
      'CH  Switzerland' \
      'BE  Belgium' \
      'ES  Spain' \
      'IN  India' \
      'SG  Singapore' \
      'BR  Brazil' \
      'JP  Japan' \
      'BG  Bulgaria' \
      'CY  Cyprus' \
      'CZ  Czechia' \
      'DK  Denmark' \
      'EE  Estonia' \
      'FI  Finland' \
      'GR  Greece' \
      'HR  Croatia' \
      'HU  Hungary' \
      'IT  Italy' \
      'LT  Lithuania' \
      'LU  Luxembourg' \
      'LV  Latvia' \
      'MT  Malta' \
      'PL  Poland' \
      'PT  Portugal' \
      'RO  Romania' \
      'SE  Sweden' \
      'SI  Slovenia' \
      'SK  Slovakia'
    ;;
  'config -')
    printf '%s\n' \
      '--unset  Go back to the default.'
    ;;
  'help :first')
    printf '%s\n' \
      'dose  Log a dose: dose 100mg sublingual, dose 2x15mg nasal' \
      'mood  Log mood, anxiety, energy, sleep: mood 6 --anxiety 4' \
      'effect  Log a side effect, or that there were none' \
      'check  Answer a questionnaire: gad7, phq9, bladder and others' \
      'vitals  Log blood pressure, pulse, oxygen, weight: vitals 128/82' \
      'session  Log a session at the clinic: infusion, kap, clinic' \
      'also  Log alcohol, a sedative, a medicine started or stopped' \
      'skip  Mark a planned dose that was not taken' \
      'note  Write a note for yourself' \
      'ask  Write down a question for your appointment' \
      'appointment  Log an appointment: appointment next tue 3pm' \
      'now  Log with single keys, when typing is hard' \
      'type  Type in a sheet that you filled in by hand, row by row' \
      'today  See today (also: ketalog alone)' \
      'week  See a week: week, week last, week 2026-09-14' \
      'month  See a month: month, month last, month 2026-09' \
      'response  See mood and anxiety before and after a dose, by route' \
      'list  List entries with their numbers' \
      'show  Show everything about one entry' \
      'edit  Change an entry: edit 41 150mg --at 9pm' \
      'review  Look through what was logged with '"'"'now'"'"'' \
      'delete  Delete entries by number' \
      'undo  Take the last change back; again for the one before' \
      'redo  Bring back what undo took' \
      'plan  See or set your plan: plan set, plan stop, plan history' \
      'supply  See what is left: supply; supply fill 24, supply count 18' \
      'export  Make a file to share: .pdf .html .md .csv .json .fhir.json' \
      'import  Take in an export, or a file of another app' \
      'merge  Take in another device'"'"'s journal' \
      'inbox  Take in what your phone wrote; see what stays, and why' \
      'doctor  See whether the journal is in order' \
      'backup  Copy the journal to a safe place' \
      'restore  Bring the journal back, here or on a new computer' \
      'lock  Lock the journal with a passphrase' \
      'unlock  Take the lock off' \
      'passphrase  Change the passphrase' \
      'erase  Take entries out for good, words and past' \
      'start  Set it up, step by step' \
      'config  See or change settings' \
      'demo  Try everything on a made-up journal' \
      'help  See how a command is used, or read a page: help recovery' \
      'completion  Let the Tab key complete what is typed' \
      'recovery  Opening a journal without ketalog' \
      'tutorial  Your first week' \
      'how-to  How to' \
      'privacy  Privacy' \
      'phone  From your phone' \
      'commands  Commands' \
      'import.md  What can be taken in' \
      'journal-file  The journal file' \
      'json  JSON'
    ;;
  'completion :first')
    printf '%s\n' \
      bash \
      zsh \
      fish
    ;;
  *' --journal') printf '%s\n' '@files' ;;
  *) return 1 ;;
  esac
}

# What can stand behind the words "$2" and on; $1 is what is typed of the next one.
_ketalog_next() {
  local current=$1 command='' first='' taker='' journal='' word line
  shift
  for word in "$@"; do
    if [ "$word" = = ]; then : # bash cuts --option=value in three
    elif [ -n "$taker" ]; then
      [ "$taker" = --journal ] && journal=$word
      taker=''
    else
      case $word in
      --anxiety|--apart|--at|--ate|--bp|--bp-40|--bp-after|--bp-before|--by|--clear|--day-order|--days|--difficulty|--dose|--each|--end|--energy|--every|--for|--form|--from|--hold|--intention|--journal|--kind|--last|--lowest-oxygen|--map|--medication|--mood|--mood-map|--most|--next|--note|--over|--oxygen|--parts|--per-day|--point|--pulse|--rate|--ready|--reason|--reflections|--route|--scale|--since|--sleep|--start|--strength|--time|--times|--title|--until|--watched|--weeks|--weight|--where|--with|-n) taker=$word ;;
      --journal=*) journal=${word#*=} ;;
      -*) ;;
      *)
        if [ -z "$command" ]; then command=$word
        elif [ -z "$first" ]; then first=$word
        fi ;;
      esac
    fi
  done
  case $command in
  rate) command=mood ;;
  effects|side-effect) command=effect ;;
  questionnaire|checkin) command=check ;;
  bp|vital) command=vitals ;;
  skipped|missed) command=skip ;;
  question) command=ask ;;
  appt|visit) command=appointment ;;
  status) command=today ;;
  ls|log|history) command=list ;;
  change|amend|fix|correct|update) command=edit ;;
  rm|remove) command=delete ;;
  plans) command=plan ;;
  stock) command=supply ;;
  check-up|verify) command=doctor ;;
  encrypt) command=lock ;;
  decrypt) command=unlock ;;
  password) command=passphrase ;;
  setup|init) command=start ;;
  settings) command=config ;;
  esac
  if [ -n "$taker" ]; then
    _ketalog_words "$command $taker"
  else
    case $current in
    -*)
      _ketalog_words ' -'
      [ -z "$command" ] || _ketalog_words "$command -" ;;
    *)
      if [ -z "$first" ]; then _ketalog_words "$command :first"
      else _ketalog_words "$command $first" || _ketalog_words "$command :later"
      fi ;;
    esac
  fi | while IFS= read -r line; do
    case $line in
    @entries|@doses)
      KETALOG_JOURNAL=${journal:-${KETALOG_JOURNAL-}} command ketalog completion "${line#@}" \
        2>/dev/null ;;
    @formats)
      word=$current line=${current##*/}
      case $line in
      *.*) word=${word%.*} ;;
      *) case summary in "$line"*) word=${word%"$line"}summary ;; esac ;;
      esac
      for line in \
      '.pdf  a page' \
      '.html  a page' \
      '.md  a page' \
      '.csv  a table' \
      '.json  all of it' \
      '.fhir.json  a record for a clinic'"'"'s system' \
      '.paper.pdf  a blank sheet to fill in by hand'
      do printf '%s\n' "$word$line"; done ;;
    *) printf '%s\n' "$line" ;;
    esac
  done
}

_ketalog() {
  local line word about
  local -i width=0
  local -a found texts shown before=("${(@Q)words[2,CURRENT-1]}")
  if [[ $PREFIX == --*=* ]]; then # of --option=value the value is completed
    before+=("${PREFIX%%=*}")
    compset -P 1 '*='
  fi
  for line in "${(@f)$(_ketalog_next "${(Q)PREFIX}" "${(@)before}")}"; do
    word=${line%%  *}
    if [[ $word == @files ]]; then
      _files
    elif [[ -n $word ]]; then
      found+=("$word")
      [[ $line == *'  '* ]] && texts+=("${line#*  }") || texts+=("")
      (( width = ${#word} > width ? ${#word} : width ))
    fi
  done
  # In the order in which they came, the newest entry first: _describe would sort them.
  if [[ -z "${(j::)texts}" ]]; then
    compadd -V ketalog -a found
  else
    for word about in "${(@)found:^texts}"; do
      shown+=("${(r:width:)word}  $about")
    done
    compadd -V ketalog -l -d shown -a found
  fi
}

if [[ ${funcstack[1]} == _ketalog ]]; then
  _ketalog "$@"
else
  compdef _ketalog ketalog
fi
