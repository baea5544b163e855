"""The timetable: everything that happens by itself, on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import app.accounts.jobs as accounts
import app.cases.jobs as cases
import app.crisis.jobs as crisis
import app.feedback.jobs as feedback
import app.gaps.jobs as gaps
import app.lending.jobs as lending
import app.letters.jobs as letters
import app.mediators.jobs as mediators
import app.notifications.jobs as notifications
import app.plans.jobs as plans
import app.privacy.jobs as privacy
import app.promises.jobs as promises
import app.referrals.jobs as referrals
import app.relocations.jobs as relocations
import app.revisits.jobs as revisits
import app.transfers.jobs as transfers
from app.classification import Erase

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """A function of the moment that says how much it did; it may run twice, late, in two workers at once."""

    run: Callable[[datetime], int]
    every: timedelta
    why: str
    erases: frozenset[Erase] = frozenset()
    """The deletion rules of columns that it acts on."""


SCHEDULE: dict[str, Job] = {
    "allocate-waiting": Job(
        referrals.allocate_waiting,
        every=5 * SECOND,
        why="Find the best allocation of the whole waiting list, where somebody has asked for it.",
    ),
    "ask-for-gap-reports": Job(
        gaps.ask_for_gap_reports,
        every=60 * MINUTE,
        why="Want a new report of what the pool lacks where the last one is a week old.",
    ),
    "ask-pool-to-confirm": Job(
        mediators.ask_to_confirm,
        every=60 * MINUTE,
        why="Ask people of the pool, after 90 days, whether what stands about them is still true.",
    ),
    "begin-event-rounds": Job(
        crisis.begin_event_rounds,
        every=10 * MINUTE,
        why="Begin the steps of the event plan that the calendar asks for.",
    ),
    "bring-letter-texts": Job(
        letters.bring_letter_texts,
        every=60 * MINUTE,
        why="Add the texts of letters that a new version of the program brings, as drafts.",
    ),
    "delete-old-case-rejects": Job(
        cases.delete_old_rejects,
        every=10 * MINUTE,
        why="Forget what an import of cases sent back, after 24 hours.",
        erases=frozenset({Erase.REJECTS}),
    ),
    "delete-old-drafts": Job(
        cases.delete_old_drafts,
        every=30 * MINUTE,
        why="Warn of drafts that end, and delete them after 30 days.",
        erases=frozenset({Erase.DRAFT}),
    ),
    "delete-old-notes": Job(
        cases.delete_old_notes,
        every=30 * MINUTE,
        why="Forget quick notes, 30 days after they served.",
        erases=frozenset({Erase.NOTE}),
    ),
    "delete-old-rejects": Job(
        mediators.delete_old_rejects,
        every=10 * MINUTE,
        why="Forget what an import sent back, after 24 hours.",
        erases=frozenset({Erase.REJECTS}),
    ),
    "deliver": Job(notifications.deliver, every=2 * SECOND, why="Send the mails that are due."),
    "end-meetings": Job(referrals.end_meetings, every=MINUTE, why="Notice that a session is over."),
    "end-waits": Job(plans.end_waits, every=MINUTE, why="End waiting whose last day is over."),
    "erase-cases": Job(
        privacy.erase_cases,
        every=30 * MINUTE,
        why="Delete the people's data of cases that were released before today.",
        erases=frozenset({Erase.PARTY_DATA, Erase.MAIL}),
    ),
    "erase-safety-notes": Job(
        privacy.erase_safety_notes,
        every=60 * MINUTE,
        why="Delete what was noted of danger, six months after the end of the case.",
        erases=frozenset({Erase.SAFETY_NOTES}),
    ),
    "expire-offers": Job(
        referrals.expire_offers, every=MINUTE, why="Ask the next person where nobody answered."
    ),
    "follow-calendar": Job(
        plans.follow_calendar,
        every=5 * SECOND,
        why="Move open dates after a change of closing days or service hours.",
    ),
    "forget-events": Job(
        crisis.forget_events,
        every=60 * MINUTE,
        why="Delete contacts, signals and events of the event plan whose time is over.",
        erases=frozenset({Erase.CONTACT, Erase.EVENT}),
    ),
    "forget-feeds": Job(
        privacy.forget_feeds, every=60 * MINUTE, why="Delete addresses of calendars that are too old."
    ),
    "forget-logs": Job(
        privacy.forget_logs,
        every=60 * MINUTE,
        why="Delete lines of the access log, messages and absences after 24 months.",
        erases=frozenset({Erase.LOG, Erase.MAIL}),
    ),
    "forget-past-days": Job(
        mediators.forget_past_days,
        every=60 * MINUTE,
        why="Delete single days and uploaded calendars of the pool as soon as they are over.",
        erases=frozenset({Erase.PAST_DAYS}),
    ),
    "forget-people": Job(
        privacy.forget_people,
        every=60 * MINUTE,
        why="Delete names and contact of those who left the pool, or every role, six months ago.",
        erases=frozenset({Erase.POOL, Erase.ACCOUNT, Erase.PAST_DAYS}),
    ),
    "forget-records": Job(
        privacy.forget_records,
        every=60 * MINUTE,
        why="Delete the last process facts of deleted cases, three years after the end of the year.",
        erases=frozenset({Erase.WITH_CASE, Erase.CONSENT}),
    ),
    "forget-old-gap-reports": Job(
        gaps.forget_old_gap_reports,
        every=60 * MINUTE,
        why="Forget reports of what the pool lacks, 30 days after they ended.",
        erases=frozenset({Erase.ALLOCATION}),
    ),
    "forget-old-allocations": Job(
        referrals.forget_old_allocations,
        every=60 * MINUTE,
        why="Forget runs over the waiting list, 30 days after they ended.",
        erases=frozenset({Erase.ALLOCATION}),
    ),
    "forget-sign-ins": Job(
        accounts.forget_sign_ins,
        every=10 * MINUTE,
        why="Delete sessions, one-time links and failed sign-ins that count no more.",
        erases=frozenset({Erase.SESSION, Erase.ON_USE, Erase.TRIES}),
    ),
    "forget-searches": Job(
        cases.forget_searches,
        every=10 * MINUTE,
        why="Forget what somebody looked for, after an hour.",
        erases=frozenset({Erase.ON_USE}),
    ),
    "gather-mails": Job(
        notifications.gather_mails,
        every=5 * MINUTE,
        why="Write one mail of what people want gathered, when the office opens.",
    ),
    "go-on-calling": Job(
        crisis.go_on_calling,
        every=15 * SECOND,
        why="Call the next in line where nobody has confirmed an alarm in time.",
    ),
    "go-on-with-loans": Job(
        lending.go_on_with_loans,
        every=MINUTE,
        why="Ask the next for somebody to be lent where nobody answered in time.",
    ),
    "heartbeat": Job(notifications.heartbeat, every=5 * SECOND, why="Show that a worker lives."),
    "index-names": Job(
        cases.index_names, every=10 * MINUTE, why="Make names findable that were given before the search."
    ),
    "mark-names": Job(
        cases.mark_names,
        every=MINUTE,
        why="Compare parties with the pool that were named before there was a comparison.",
    ),
    "mark-pool": Job(
        mediators.mark_pool,
        every=MINUTE,
        why="Compare people of the pool with parties who were there before there was a comparison.",
    ),
    "mix-answers": Job(
        feedback.mix_answers,
        every=60 * MINUTE,
        why="Take the order out of anonymous answers; delete old links and free words.",
        erases=frozenset({Erase.REMARK, Erase.ON_USE}),
    ),
    "reckon-gaps": Job(
        gaps.reckon_gaps,
        every=5 * SECOND,
        why="Reckon what the pool lacks, and whom it would help most to find, where a report is wanted.",
    ),
    "notice-signals": Job(
        crisis.notice_signals,
        every=60 * MINUTE,
        why="Notice series of cases, and rises against the season, for somebody to rate.",
    ),
    "remind-of-promises": Job(
        promises.remind_of_promises, every=10 * MINUTE, why="Remind of what was promised, on its day."
    ),
    "remind-of-relocations": Job(
        relocations.remind_of_relocations,
        every=10 * MINUTE,
        why="Remind of cases that another municipality wants to give, and say that nobody answers.",
    ),
    "remind-of-titles": Job(
        mediators.remind_of_titles,
        every=60 * MINUTE,
        why="Remind people of the pool 12, 6, 3 months and one month before their title ends.",
    ),
    "remind-of-transfers": Job(
        transfers.remind_of_transfers,
        every=10 * MINUTE,
        why="Remind, once on each working day, of hand-overs that nobody has answered.",
    ),
    "ring-alarms": Job(
        plans.ring_alarms, every=MINUTE, why="Remind of steps, and climb the ladder of missed ones."
    ),
    "ring-event-alarms": Job(
        crisis.ring_event_alarms,
        every=MINUTE,
        why="Remind of steps of the event plan, and climb the ladder of missed ones.",
    ),
    "ring-meetings": Job(
        referrals.ring_meetings,
        every=MINUTE,
        why="Before appointments: ask for confirmation, remind, and report silence.",
    ),
    "send-sheets": Job(
        transfers.send_sheets,
        every=5 * MINUTE,
        why="Tell deputies, the working day before, that the hand-over sheet is there.",
    ),
    "take-pool-files": Job(
        mediators.take_long_files,
        every=5 * SECOND,
        why="Take a long pool file in that somebody has seen and said yes to.",
    ),
    "tell-of-contact-sheet": Job(
        crisis.tell_of_contact_sheet,
        every=10 * MINUTE,
        why="Tell the chain of alarm that the sheet of contacts is out of date.",
    ),
    "tell-of-due-cases": Job(
        privacy.tell_of_due_cases,
        every=60 * MINUTE,
        why="Tell the privacy officer, once a week, that cases wait for her word.",
    ),
    "tell-of-revisits": Job(
        revisits.tell_of_revisits,
        every=5 * MINUTE,
        why="Lay before people what they wanted to see again, when the office opens on its day.",
    ),
    "wake-paused": Job(cases.wake_paused, every=10 * MINUTE, why="Let a resting case go on, on its day."),
}
