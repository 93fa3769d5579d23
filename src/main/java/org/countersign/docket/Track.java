package org.countersign.docket;

import java.time.Instant;
import java.util.List;
import org.countersign.application.CaseProgress;
import org.countersign.application.Decision;
import org.countersign.document.Document;
import org.countersign.license.License;
import org.countersign.license.Suspensions;
import org.countersign.risk.Criteria;
import org.countersign.usage.MissingReports;

/** A case as its applicant sees it: nothing in here is meant for the offices alone. */
record Track(
        String reference,
        String key,
        String customer,
        String release,
        String status,
        String statusKey,
        boolean over,
        CaseDays.Counted counted,
        List<Moves.Move> moves,
        String rest,
        List<Asked> questions,
        List<Pause> pauses,
        List<Silent> silences,
        List<Missed> missed,
        Notice notice,
        List<Decision> decisions,
        License license,
        Standings.Standing standing,
        String renews,
        List<Suspensions.Suspension> suspensions,
        Revoking revocation,
        List<Audited> audits,
        List<Found> findings,
        MissingReports.MissingReport missing,
        List<Appeal> appeals,
        List<Appealable> appealable,
        List<Document> documents,
        boolean takesDocuments,
        List<CaseProgress.Milestone> timeline) {

    /**
     * What was asked, and what came back.
     *
     * @param asker as at the beginning of a sentence
     * @param within as within a sentence
     */
    record Asked(
            String id,
            String asker,
            String within,
            String question,
            Instant askedAt,
            Instant dueOn,
            String state,
            String answer,
            List<String> attachments) {

        public boolean isOpen() {
            return state.equals("open");
        }
    }

    /** A clock that stands still because the applicant was asked, and how long it may. */
    record Pause(String holder, Instant since, Instant until, int cap, String unit) {}

    record Silent(String agency, Instant dueOn) {}

    /** @param appealUntil null while an appeal is pending: the days to appeal this do not run */
    record Missed(String id, String holder, String task, Instant dueOn, boolean appealed, Instant appealUntil) {}

    /** The notice of denial, the answer to it, and what was made of that. */
    record Notice(
            String ground,
            String reasons,
            List<Criteria.Criterion> criteria,
            String evidence,
            String curable,
            String contact,
            Instant notifiedAt,
            Instant rebuttalBy,
            Instant finalOn,
            boolean canAnswer,
            String answer,
            List<String> answerEvidence,
            Instant answeredAt,
            String considered,
            String consideredReasons) {

        /** Whether an answer can still keep the denial from becoming final. */
        public boolean mayChange() {
            return canAnswer || answer != null && considered == null;
        }
    }

    /** The latest revocation of the license: the notice, the answer to it, and the decision. */
    record Revoking(
            String ground,
            String evidence,
            String cure,
            String exception,
            Instant openedAt,
            Instant complyBy,
            String state,
            boolean canAnswer,
            String answer,
            List<String> answerEvidence,
            Instant answeredAt,
            String reasons) {}

    /** An audit of the license, and what the auditors ask while it is open. */
    record Audited(Instant openedAt, String status, List<Requested> requests) {

        public boolean isOpen() {
            return status.equals("open");
        }
    }

    record Requested(String question, Instant dueOn) {}

    /** What must be put right about the license. */
    record Found(String text, Instant dueOn, boolean open, boolean overdue) {}

    /** What was appealed, and the ruling once there is one. */
    record Appeal(
            int number,
            String ground,
            String text,
            Instant filedAt,
            Instant targetOn,
            String outcome,
            String reasons) {}

    /** What can be appealed now. */
    record Appealable(String choice, String what, Instant until) {}

    /** The questions that wait for an answer. */
    public List<Asked> openQuestions() {
        return questions.stream().filter(Asked::isOpen).toList();
    }

    public List<Asked> earlierQuestions() {
        return questions.stream().filter(asked -> !asked.isOpen()).toList();
    }

    public boolean isYours() {
        return moves.stream().anyMatch(Moves.Move::isTheApplicants);
    }
}
