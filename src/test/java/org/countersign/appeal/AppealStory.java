package org.countersign.appeal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.clock.MissedDeadlines;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A case that was decided, an appeal against it, and the people who decide it. */
@CountersignTest
abstract class AppealStory {

    static final String WORDS = "The investigation of the parent company was closed in May.";

    @Autowired
    TestCases cases;

    @Autowired
    Staff staff;

    @Autowired
    LabApi api;

    @Autowired
    TimeMachine time;

    @Autowired
    MissedDeadlines missed;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ProcessEngine engine;

    ProcessInstance appeal;

    @BeforeEach
    void useThisEngine() {
        AbstractAssertions.init(engine);
    }

    Case deniedOnTheLadder() {
        Case acme = cases.disagreed();
        staff.complete(
                "committee.chair",
                cases.task(acme, "decideAsChair"),
                Map.of("outcome", "deny", "reasons", "The advisory is clear."));
        // The notice goes out a moment after the window has closed.
        time.advance(Duration.ofDays(5 + 45).plusHours(1));
        assertThat(seen(acme).get("status").asText()).isEqualTo("denied");
        return acme;
    }

    LabApi.Answer files(Case acme, String ground) {
        return files(acme, ground, "");
    }

    LabApi.Answer files(Case acme, String ground, String subject) {
        var answer = cases.labPosts(acme, "appeal", Map.of("ground", ground, "subject", subject, "text", WORDS));
        if (answer.status() == 201) {
            appeal = runtime.createProcessInstanceQuery()
                    .variableValueEquals(
                            Appeal.APPEAL_ID, answer.json().get("id").asText())
                    .singleResult();
        }
        return answer;
    }

    void decides(String judge, Case acme, Map<String, Object> form) {
        staff.complete(judge, cases.task(acme, "decideAppeal"), form);
    }

    void refuses(Case acme, Map<String, Object> form, String field, String words) {
        assertThatThrownBy(() -> decides("appeals.judge", acme, form))
                .isInstanceOfSatisfying(
                        RuleBroken.class, broken -> assertThat(broken.field()).isEqualTo(field))
                .hasMessage(words);
        assertThat(cases.openTasks(acme)).contains("decideAppeal");
    }

    JsonNode seen(Case acme) {
        return cases.asTheLabSeesIt(acme);
    }
}
