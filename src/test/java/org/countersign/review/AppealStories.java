package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;
import static org.countersign.testing.TestCases.OBJECT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.license.Licenses;
import org.countersign.license.Suspensions;
import org.countersign.review.ReviewStories.Story;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.Attempts;

/** Cases that go on after their decision: what was denied, bound, suspended or delayed is appealed. */
class AppealStories {

    private final ReviewStories stories;
    private final TestCases cases;
    private final Staff staff;
    private final Licenses licenses;
    private final Suspensions suspensions;
    private final Attempts attempts;

    AppealStories(
            ReviewStories stories,
            TestCases cases,
            Staff staff,
            Licenses licenses,
            Suspensions suspensions,
            Attempts attempts) {
        this.stories = stories;
        this.cases = cases;
        this.staff = staff;
        this.licenses = licenses;
        this.suspensions = suspensions;
        this.attempts = attempts;
    }

    List<Story> all() {
        return List.of(
                new Story("an appeal too late decided, upheld", "denied", this::appealUpheld),
                new Story("an appeal that reverses", "approved", this::appealReverses),
                new Story("an appeal that overturns a match", "approved", this::appealOverturnsAMatch),
                new Story("an appeal that releases a condition", "approved-with-conditions", this::appealReleases),
                new Story("an appeal that reinstates", "approved", this::appealReinstates),
                new Story("an appeal against a delay", "approved", this::appealAgainstDelay),
                new Story("a remand that ends well", "approved", this::remandEndsWell),
                new Story("a remand that changes nothing", "denied", this::remandChangesNothing),
                new Story("a remand that is not answered", "denied", this::remandIsNotAnswered));
    }

    private void appeals(Case of, String ground) {
        var filed = cases.labPosts(
                of, "appeal", Map.of("ground", ground, "text", "We have shown that this is not as it was seen."));
        assertThat(filed.status()).as(filed.body()).isEqualTo(201);
    }

    private void judge(Case of, Map<String, Object> form) {
        var reasons = new HashMap<>(form);
        reasons.put("reasons", "The record shows it.");
        staff.complete("appeals.judge", cases.task(of, "decideAppeal"), reasons);
    }

    private Case appealUpheld() {
        Case acme = stories.refusedForGood();
        appeals(acme, "denial");
        stories.passDays(30);
        judge(acme, Map.of("outcome", "upheld"));
        return acme;
    }

    private Case appealReverses() {
        Case acme = stories.refusedForGood();
        appeals(acme, "denial");
        judge(acme, Map.of("outcome", "reversed"));
        return acme;
    }

    private Case appealOverturnsAMatch() {
        Case acme = cases.matched();
        stories.passDays(45);
        appeals(acme, "denial");
        judge(acme, Map.of("outcome", "reversed"));
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(acme, agency, CONCUR));
        stories.commerce(acme, APPROVE);
        return acme;
    }

    private Case appealReleases() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        cases.signs(
                acme,
                "ostp",
                Map.of("vote", "concur-with-conditions", "reasons", "Supervised.", "conditions", "Keep the logs."));
        stories.commerce(acme, APPROVE);
        appeals(acme, "condition");
        judge(acme, Map.of("outcome", "reversed"));
        return acme;
    }

    private Case appealReinstates() {
        Case acme = cases.approved();
        String license = licenses.ofApplication(acme.id()).orElseThrow().id();
        attempts.at(() -> suspensions.suspend(license, "screening", "A like name.", "intake.officer"));
        appeals(acme, "suspension");
        judge(acme, Map.of("outcome", "reversed"));
        return acme;
    }

    private Case appealAgainstDelay() {
        Case acme = cases.concurred();
        stories.passDays(5);
        appeals(acme, "missed-deadline");
        judge(acme, Map.of("outcome", "reversed"));
        stories.passDays(5);
        stories.commerce(acme, APPROVE);
        return acme;
    }

    private Case remanded() {
        Case acme = stories.refusedForGood();
        appeals(acme, "denial");
        judge(acme, Map.of("outcome", "remanded", "agency", "oncd"));
        return acme;
    }

    private Case remandEndsWell() {
        Case acme = remanded();
        cases.signs(acme, "oncd", CONCUR);
        stories.passDays(5);
        stories.commerce(acme, APPROVE);
        return acme;
    }

    private Case remandChangesNothing() {
        Case acme = remanded();
        cases.signs(acme, "oncd", OBJECT);
        return acme;
    }

    private Case remandIsNotAnswered() {
        Case acme = remanded();
        cases.asks(acme, "oncd", "Which logs do you keep?");
        stories.passDays(45);
        return acme;
    }
}
