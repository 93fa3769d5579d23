package org.countersign.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.RepositoryService;
import org.countersign.access.StaffGroups;
import org.countersign.appeal.FileAppeal;
import org.countersign.application.AnswerQuestion;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.FrontDesk;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.application.Withdraw;
import org.countersign.audit.OrderAudit;
import org.countersign.docket.CaseDoor;
import org.countersign.license.Conditions;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.problem.NotFound;
import org.countersign.signoff.ReceiveRebuttal;
import org.countersign.simulation.WalkPeople.Person;
import org.countersign.testing.Submissions;
import org.countersign.workflow.Attempts;
import org.springframework.context.ApplicationContext;

/** What can be done beside completing tasks, each as the API does it. */
final class WalkDoors {

    private static final AtomicLong NUMBER = new AtomicLong();

    private final FrontDesk frontDesk;
    private final CaseDoor door;
    private final Applications applications;
    private final Licenses licenses;
    private final Conditions conditions;
    private final Questions questions;
    private final AnswerQuestion answer;
    private final Withdraw withdraw;
    private final ReceiveRebuttal rebuttal;
    private final FileAppeal appeal;
    private final OrderAudit orderAudit;
    private final Attempts attempts;
    private final FormService forms;
    private final RepositoryService repository;
    private final List<Application> received = Collections.synchronizedList(new ArrayList<>());

    WalkDoors(
            ApplicationContext context,
            Applications applications,
            Licenses licenses,
            Conditions conditions,
            Questions questions,
            AnswerQuestion answer,
            Withdraw withdraw,
            ReceiveRebuttal rebuttal,
            FileAppeal appeal,
            OrderAudit orderAudit,
            Attempts attempts,
            FormService forms,
            RepositoryService repository) {
        this.frontDesk = context.getAutowireCapableBeanFactory().createBean(FrontDesk.class);
        this.door = context.getAutowireCapableBeanFactory().createBean(CaseDoor.class);
        this.applications = applications;
        this.licenses = licenses;
        this.conditions = conditions;
        this.questions = questions;
        this.answer = answer;
        this.withdraw = withdraw;
        this.rebuttal = rebuttal;
        this.appeal = appeal;
        this.orderAudit = orderAudit;
        this.attempts = attempts;
        this.forms = forms;
        this.repository = repository;
    }

    /** Every application of this walk. */
    List<Application> received() {
        return received;
    }

    Application applies(Chance chance) {
        String customer = "walk-" + NUMBER.incrementAndGet() + "-" + System.nanoTime();
        boolean matched = chance.in100(8);
        boolean severe = chance.in100(10);
        Application application = frontDesk.receives(Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer);
            if (matched) {
                body.withObject("/customer/signatory").put("name", "Maksym Olehovych Dravenko");
            }
            if (severe) {
                body.withObject("/useCase").put("domain", "chemistry").put("accessMode", "weights");
                body.putArray("safeguards");
            }
        }));
        received.add(application);
        return application;
    }

    /** The groups that this step is for. */
    Set<String> whoseIsIt(Application of, String what) {
        return switch (what) {
            case "release", "change" ->
                inForce(of)
                        .map(condition -> Set.of(condition.agency() + "-directors"))
                        .orElse(Set.copyOf(StaffGroups.directors()));
            case "audit" -> Set.of(StaffGroups.AUDITORS, "oncd-directors");
            case "withdrawal" -> Set.of("oncd-directors", "ostp-directors", "hhs-directors");
            default -> Set.copyOf(StaffGroups.directors());
        };
    }

    void move(Application of, String what, Person person, Chance chance) {
        List<String> groups = person.groups();
        switch (what) {
            case "agency" -> door.addAgency(of, chance.oneOf(StaffGroups.AGENCIES), person.name(), groups);
            case "release" -> door.releaseCondition(of, anyCondition(of), person.name(), groups);
            case "change" -> door.changeCondition(of, anyCondition(of), person.name(), groups);
            case "revocation" ->
                door.openRevocation(license(of), chance.in100(30) ? "wilfulness" : null, person.name(), groups);
            case "withdrawal" -> door.withdrawRevocation(license(of), person.name(), groups);
            case "audit" ->
                attempts.at(() -> orderAudit.order(license(of).id(), "Press report.", person.name(), groups));
            default -> door.stepBack(of, person.name(), groups);
        }
    }

    private License license(Application of) {
        return licenses.ofApplication(of.id()).orElseThrow(() -> new NotFound("license"));
    }

    private String anyCondition(Application of) {
        return inForce(of).map(Conditions.Standing::id).orElse("none");
    }

    private Optional<Conditions.Standing> inForce(Application of) {
        return conditions.ofApplication(of.id()).stream()
                .filter(condition -> !condition.isReleased())
                .findFirst();
    }

    void asTheLab(Application of, Chance chance) {
        Application now = applications.get(of.id());
        String lab = of.labId();
        switch (chance.drawn("answer 40, rebuttal 15, appeal 43, withdrawal 2")) {
            case "answer" -> {
                Question open = questions.of(of.id()).stream()
                        .filter(Question::isOpen)
                        .findFirst()
                        .orElseThrow(() -> new NotFound("question"));
                attempts.at(() -> answer.answer(now, open.id(), "All of them.", List.of(), lab));
            }
            case "rebuttal" -> attempts.at(() -> rebuttal.receive(now, "It is settled.", List.of("Letter 3"), lab));
            case "appeal" -> {
                String ground = chance.drawn("denial 35, condition 35, suspension 20, missed-deadline 10");
                attempts.at(() -> appeal.file(now, ground, null, "We see it otherwise.", lab));
            }
            default ->
                attempts.at(() -> {
                    withdraw.withdraw(now, "", lab);
                    return null;
                });
        }
    }

    /** @return its reference */
    String draftsDirective(Map<String, Object> form) {
        String process = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("emergency-directive")
                .latestVersion()
                .singleResult()
                .getId();
        return forms.submitStartForm(process, form).getBusinessKey();
    }
}
