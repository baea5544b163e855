"""When X, then Y: every side effect of the program, on one page."""

import app.conferences.handlers as conferences
import app.crisis.handlers as crisis
import app.disclosures.handlers as ledger
import app.feedback.handlers as feedback
import app.gaps.handlers as gaps
import app.lending.handlers as lending
import app.letters.handlers as letters
import app.mediators.handlers as pool
import app.notifications.handlers.accounts as notifications
import app.notifications.handlers.cases as told
import app.notifications.handlers.conferences as offices_told
import app.notifications.handlers.consents as called_off
import app.notifications.handlers.crisis as crisis_told
import app.notifications.handlers.escalation as warned
import app.notifications.handlers.lending as lenders_told
import app.notifications.handlers.meetings as meetings_told
import app.notifications.handlers.planning as planners_told
import app.notifications.handlers.plans as steps_told
import app.notifications.handlers.pool as pool_told
import app.notifications.handlers.protection as readers_told
import app.notifications.handlers.referrals as mediators_told
import app.notifications.handlers.relocations as towns_told
import app.notifications.handlers.revisits as laid_before
import app.notifications.handlers.transfers as takers_told
import app.planning.handlers as planning
import app.plans.handlers as plans
import app.plans.handlers_aftercare as aftercare
import app.plans.handlers_dates as dates
import app.plans.handlers_helping as helping
import app.plans.handlers_waiting as waiting
import app.promises.handlers as promises
import app.protection.handlers as protection
import app.referrals.handlers as referrals
import app.relocations.handlers as relocations
import app.transfers.handlers as transfers
from app.accounts.events import (
    AddressChanged,
    AddressToChange,
    AddressWanted,
    PasswordChanged,
    PersonInvited,
    ResetRequested,
    RoleGiven,
)
from app.audit import trail
from app.cases import events as cases
from app.conferences import events as meetings
from app.crisis import events as crises
from app.events import Answers, CaseEvent, Reactions
from app.feedback import events as checks
from app.lending import events as loans
from app.mediators import events as people
from app.planning import events as drafts
from app.plans import events as steps
from app.promises import events as promised
from app.protection import events as guarded
from app.referrals import events as offers
from app.referrals.events.conflicts import ConflictNoted
from app.referrals.events.helping import HelpNeeded, HelpSettled, LoansAwaited, TakenElsewhere
from app.relocations import events as towns
from app.revisits import events as revisits
from app.transfers import events as handed

REACTIONS: Reactions = {
    CaseEvent: [trail.record],
    AddressToChange: [pool.address_to_change],
    AddressChanged: [pool.address_changed, notifications.address_changed],
    AddressWanted: [notifications.address_wanted],
    PasswordChanged: [notifications.password_changed],
    PersonInvited: [notifications.person_invited],
    ResetRequested: [notifications.reset_requested],
    RoleGiven: [notifications.role_given],
    cases.CaseAssessed: [plans.case_assessed],
    cases.CaseHandedOn: [ledger.case_handed_on],
    cases.CaseImported: [plans.case_imported],
    cases.CaseMoved: [
        referrals.case_moved,
        conferences.case_moved,
        protection.case_moved,
        plans.case_moved,
        feedback.case_moved,
        transfers.case_moved,
        relocations.case_moved,
        lending.case_moved,
        ledger.case_moved,
        told.case_moved,
        meetings_told.case_moved,
    ],
    cases.CaseReported: [plans.case_reported, told.case_reported],
    cases.ConsentsRecorded: [waiting.party_answered, referrals.party_decided, ledger.party_decided],
    cases.ConsentWithdrawn: [
        referrals.consent_withdrawn,
        conferences.consent_withdrawn,
        relocations.consent_withdrawn,
        transfers.consent_withdrawn,
        feedback.consent_withdrawn,
        ledger.consent_withdrawn,
        called_off.consent_withdrawn,
        told.consent_withdrawn,
        meetings_told.consent_withdrawn,
    ],
    cases.ContactAgreed: [told.contact_agreed],
    cases.ContactTried: [waiting.party_reached, plans.contact_tried],
    cases.DangerChecked: [plans.danger_checked],
    cases.DisclosureMade: [ledger.disclosure_made],
    cases.DraftEnds: [told.draft_ends],
    cases.LeadNamed: [
        plans.lead_named,
        transfers.lead_changed,
        relocations.lead_named,
        protection.lead_changed,
        ledger.lead_named,
        told.lead_named,
    ],
    cases.LeadTaken: [plans.receipt_confirmed, transfers.lead_changed, protection.lead_changed],
    cases.PartyDataReceived: [waiting.party_answered, plans.party_data_received],
    cases.NoticeHanded: [plans.notice_handed],
    cases.PartyDecided: [
        waiting.party_answered,
        plans.party_decided,
        referrals.party_decided,
        ledger.party_decided,
    ],
    cases.ProtectionNeeded: [
        protection.protection_needed,
        plans.protection_needed,
        told.protection_needed,
    ],
    cases.RedFlagRaised: [plans.red_flag_raised],
    cases.QuestionAnswered: [waiting.reporter_answered, told.question_answered],
    cases.QuestionAsked: [told.question_asked],
    cases.ReportExtended: [told.report_extended],
    cases.ReporterTold: [plans.receipt_confirmed],
    cases.StageRated: [plans.stage_rated, warned.stage_rated],
    cases.ThreatReported: [plans.threat_reported],
    checks.FeedbackInvited: [aftercare.feedback_invited],
    checks.FollowUpRecorded: [aftercare.follow_up_recorded],
    checks.FollowUpWaived: [aftercare.follow_up_waived],
    checks.NobodyToAsk: [aftercare.nobody_to_ask],
    drafts.DraftAnswered: [planners_told.draft_answered],
    drafts.DraftSubmitted: [planners_told.draft_submitted],
    guarded.EntryWritten: [readers_told.entry_written],
    guarded.PassedOn: [ledger.youth_office_told],
    guarded.PersonLetIn: [readers_told.person_let_in],
    guarded.SuccessorWaits: [readers_told.successor_waits],
    handed.DeputyAsked: [takers_told.deputy_asked],
    handed.DeputyDeclined: [takers_told.deputy_declined],
    handed.DeputyEntered: [takers_told.deputy_entered],
    handed.SheetReady: [takers_told.sheet_ready],
    handed.TransferAccepted: [ledger.transfer_accepted, takers_told.transfer_accepted],
    handed.TransferOffered: [takers_told.transfer_offered],
    handed.TransferRefused: [takers_told.transfer_refused],
    handed.TransferWaits: [takers_told.transfer_waits],
    loans.AgreementTold: [lenders_told.agreement_told],
    loans.CandidateAnswered: [lenders_told.candidate_answered],
    loans.CandidateAsked: [lenders_told.candidate_asked],
    loans.CandidateReleased: [lenders_told.candidate_released],
    loans.InquiryCame: [lenders_told.inquiry_came],
    loans.InquiryOver: [lenders_told.inquiry_over],
    loans.LoanAsked: [referrals.loan_asked, ledger.loan_asked],
    loans.LoanCardCame: [lenders_told.answer_came],
    loans.LoanCardGone: [lenders_told.answer_came],
    loans.LoanEnded: [lenders_told.answer_came],
    loans.LoanRequestWithdrawn: [referrals.loan_withdrawn],
    loans.NobodyToLend: [referrals.nobody_to_lend, lenders_told.nobody_to_lend],
    loans.PersonLent: [lenders_told.answer_came],
    meetings.ConferenceCalled: [aftercare.conference_called],
    meetings.MeasureAgreed: [aftercare.measure_agreed, offices_told.measure_agreed],
    meetings.MeasureDone: [aftercare.measure_done],
    meetings.OfficeInvited: [offices_told.office_invited],
    offers.AnswerConfirmed: [ledger.answer_confirmed],
    ConflictNoted: [mediators_told.conflict_noted],
    offers.ConfirmationWanted: [meetings_told.confirmation_wanted],
    HelpNeeded: [helping.help_needed],
    HelpSettled: [helping.help_settled],
    offers.MediatorGaveBack: [
        plans.seat_free_again,
        ledger.seat_given_back,
        mediators_told.seat_given_back,
        meetings_told.seat_given_back,
    ],
    crises.CrisisTold: [crisis_told.crisis_told],
    offers.MeetingCancelled: [plans.meeting_cancelled, meetings_told.meeting_cancelled],
    offers.MeetingInAbsence: [meetings_told.meeting_in_absence],
    offers.MeetingMoved: [plans.meeting_planned, meetings_told.meeting_changed],
    offers.MeetingNear: [meetings_told.meeting_near],
    offers.MeetingPlaceChanged: [meetings_told.meeting_changed],
    offers.MeetingPlanned: [plans.meeting_planned, meetings_told.meeting_planned],
    offers.MeetingUnconfirmed: [meetings_told.meeting_unconfirmed],
    offers.NobodyLeft: [mediators_told.nobody_left],
    offers.OfferAnswered: [
        waiting.mediators_answered,
        plans.offer_answered,
        ledger.offer_answered,
        mediators_told.offer_answered,
    ],
    offers.OfferSent: [plans.offer_sent, mediators_told.offer_sent],
    offers.OfferWithdrawn: [plans.offer_withdrawn, ledger.offer_withdrawn, mediators_told.offer_withdrawn],
    offers.OffersSent: [plans.offers_sent],
    offers.PartiesApproved: [
        plans.parties_approved,
        ledger.parties_approved,
        mediators_told.parties_approved,
        meetings_told.parties_approved,
    ],
    offers.PartyRefused: [plans.seat_free_again],
    offers.PretalksDone: [plans.pretalks_done],
    offers.ReserveReleased: [mediators_told.reserve_released],
    offers.SeatFreeBeforeMeeting: [meetings_told.seat_free_before_meeting],
    offers.SeatsAccepted: [waiting.mediators_answered, plans.seats_accepted, mediators_told.seats_accepted],
    offers.SessionOver: [plans.session_over],
    offers.SessionReported: [plans.session_reported],
    offers.WaitingListAllocated: [gaps.waiting_list_allocated],
    people.AbsenceSet: [referrals.absence_set],
    people.EvidenceDecided: [pool_told.evidence_decided],
    people.PersonLeft: [referrals.person_left, lending.person_left],
    people.PersonRests: [referrals.person_rests],
    people.PersonToChange: [lending.person_to_change],
    people.ProfileUnconfirmed: [pool_told.profile_unconfirmed],
    people.TitleEnds: [pool_told.title_ends],
    promised.PromiseDue: [takers_told.promise_due],
    revisits.RevisitDue: [laid_before.revisit_due],
    steps.CaseEscalated: [warned.case_escalated],
    steps.FollowUpDue: [steps_told.follow_up_due],
    steps.RemindersDue: [steps_told.reminders_due],
    steps.StepAdded: [steps_told.step_added],
    steps.StepDone: [conferences.step_done, steps_told.step_done],
    steps.StepDropped: [conferences.step_dropped],
    steps.StepEscalated: [steps_told.step_escalated],
    steps.StepExtended: [conferences.step_extended],
    towns.ArrivalOver: [towns_told.arrival_over],
    towns.ArrivalWaits: [towns_told.arrival_waits],
    towns.CaseArrived: [plans.case_reported, towns_told.case_arrived],
    towns.RelocationAccepted: [ledger.relocation_accepted, towns_told.relocation_answered],
    towns.RelocationOverdue: [towns_told.relocation_overdue],
    towns.RelocationRefused: [towns_told.relocation_answered],
}

ANSWERS: Answers = {
    cases.ConsentTexts: [letters.consent_texts],
    cases.OwnDueDates: [dates.own_due_dates],
    cases.OpenTasks: [plans.open_tasks, promises.open_tasks],
    cases.GuardsMet: [referrals.guards_met],
    cases.PromisedToReporter: [promises.promised_to_reporter],
    cases.MediatorsOf: [referrals.mediators_of],
    steps.HandedIn: [planning.handed_in],
    steps.RolesFilled: [crisis.roles_filled],
    steps.ToldOfEscalation: [warned.told_of_escalation],
    LoansAwaited: [lending.loans_awaited],
    people.EngagementsOf: [referrals.engagements_of],
    TakenElsewhere: [lending.taken_elsewhere],
    people.HoursOf: [referrals.hours_of],
    cases.ProtectedChannels: [protection.channels_open],
}
