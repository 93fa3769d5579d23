package org.countersign.docket;

import java.util.Collection;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.license.ChangeCondition;
import org.countersign.license.Conditions;
import org.countersign.license.License;
import org.countersign.license.OpenRevocation;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.PlainText;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.signoff.AddAgency;
import org.countersign.signoff.SignOff;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.Completion;
import org.countersign.workflow.Duties;
import org.countersign.workflow.Recusals;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What staff do to a case outside its tasks, from its page and through the staff API alike. */
@Component
class CaseActions {

    private final Applications applications;
    private final Recusals recusals;
    private final AddAgency addAgency;
    private final ChangeCondition changeCondition;
    private final Conditions conditions;
    private final OpenRevocation openRevocation;
    private final Attempts attempts;

    CaseActions(
            Applications applications,
            Recusals recusals,
            AddAgency addAgency,
            ChangeCondition changeCondition,
            Conditions conditions,
            OpenRevocation openRevocation,
            Attempts attempts) {
        this.applications = applications;
        this.recusals = recusals;
        this.addAgency = addAgency;
        this.changeCondition = changeCondition;
        this.conditions = conditions;
        this.openRevocation = openRevocation;
        this.attempts = attempts;
    }

    /** Whoever stepped back from a case neither sees nor changes it again. */
    void requireNotRecused(Application application, String person) {
        if (recusals.hasSteppedBack(application.id(), person)) {
            throw new Refused(HttpStatus.FORBIDDEN, "reference", "You have stepped back from this case.");
        }
    }

    Recusals.Recusal stepBack(Application application, String person, Collection<String> groups, String reasons) {
        Duties.requireFit(groups, "reference");
        String words = words(reasons, "Say why you step back; it goes on record.");
        return attempts.at(() -> {
            // Locked, so that of two at the same moment the second learns of the first.
            applications.locked(application.id());
            if (recusals.hasSteppedBack(application.id(), person)) {
                throw new WrongState("You have stepped back from this case already.");
            }
            recusals.recuse(application.id(), person, words);
            return recusals.of(application.id()).stream()
                    .filter(recusal -> recusal.person().equals(person))
                    .findFirst()
                    .orElseThrow();
        });
    }

    SignOff addAgency(
            Application application, String agency, String reasons, String person, Collection<String> groups) {
        requireNotRecused(application, person);
        Duties.requireFit(groups, "agency");
        if (!AddAgency.mayAdd(groups)) {
            throw new Refused(HttpStatus.FORBIDDEN, "agency", "Only a director can add an agency to a case.");
        }
        String words = words(reasons, "Say why the case needs this agency.");
        return attempts.at(() -> addAgency.add(application, agency, words, person));
    }

    void releaseCondition(
            Application application, String id, String reasons, String person, Collection<String> groups) {
        requireOfCase(application, id);
        String words = words(reasons, "Give your reasons; the applicant will read them.");
        attempts.at(() -> changeCondition.release(id, person, groups, words));
    }

    void changeCondition(
            Application application, String id, String text, String reasons, String person, Collection<String> groups) {
        requireOfCase(application, id);
        String words = words(reasons, "Give your reasons; the applicant will read them.");
        attempts.at(() -> changeCondition.change(id, text, person, groups, words));
    }

    void openRevocation(License license, OpenRevocation.Wanted wanted, String person, Collection<String> groups) {
        attempts.at(() -> openRevocation.open(license.id(), wanted, person, groups));
    }

    void withdrawRevocation(License license, String reasons, String person, Collection<String> groups) {
        attempts.at(() -> openRevocation.withdraw(license.id(), reasons, person, groups));
    }

    private void requireOfCase(Application application, String condition) {
        if (conditions.ofApplication(application.id()).stream()
                .noneMatch(standing -> standing.id().equals(condition))) {
            throw new NotFound("condition");
        }
    }

    private static String words(String reasons, String whenMissing) {
        String words = reasons == null ? "" : reasons.strip();
        if (words.isEmpty()) {
            throw new Invalid("reasons", whenMissing);
        }
        if (words.length() > Completion.LONGEST_TEXT) {
            throw new Invalid("reasons", "At most " + Completion.LONGEST_TEXT + " characters, please.");
        }
        if (!PlainText.isPlain(words)) {
            throw new Invalid("reasons", PlainText.REFUSAL);
        }
        return words;
    }
}
