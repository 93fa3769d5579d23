package org.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.proposal.ModelerDesk.OWNER;
import static org.countersign.proposal.ModelerDesk.SECOND;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.countersign.proposal.ModelerDesk;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** A second process owner looks at a proposal in a real browser, and decides on what is seen there. */
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class ProposalPagesTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private AutowireCapableBeanFactory beans;

    private ModelerDesk desk;

    @BeforeEach
    void open() {
        desk = beans.createBean(ModelerDesk.class);
    }

    @AfterEach
    void clear() {
        desk.clear();
    }

    private void as(String person, Consumer<Page> work) {
        var options = new Browser.NewContextOptions().setViewportSize(1280, 900);
        try (BrowserContext context = NeedsBrowser.browser().orElseThrow().newContext(options)) {
            Page page = context.newPage();
            page.navigate(api.url("/cases")); // and there after signing in: Tasklist is heavy
            page.getByLabel("Name").fill(person);
            page.getByLabel("Password").fill("demo");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            page.waitForURL(address -> !address.contains("/sign-in"));
            // What the task list complains about when it is left is not of these pages.
            work.accept(context.newPage());
        }
    }

    /** One step renamed, one put in between, a note drawn elsewhere, its line and a flow taken out. */
    private static String redrawn() {
        return ModelerDesk.shipped("notice-delivery.bpmn")
                .replace("name=\"Send notice\"", "name=\"Send the notice\"")
                .replace(
                        "<bpmn:endEvent id=\"noticeSent\"",
                        "<bpmn:intermediateCatchEvent id=\"noticeHandedOver\" name=\"Notice handed over\">"
                                + "<bpmn:incoming>toHandedOver</bpmn:incoming><bpmn:outgoing>toSent</bpmn:outgoing>"
                                + "<bpmn:timerEventDefinition id=\"handedOverTimer\"><bpmn:timeDuration>PT5M</bpmn:timeDuration>"
                                + "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:endEvent id=\"noticeSent\"")
                .replace(
                        "<bpmn:sequenceFlow id=\"toNoticeSent\" sourceRef=\"sendNotice\" targetRef=\"noticeSent\" />",
                        "<bpmn:sequenceFlow id=\"toHandedOver\" sourceRef=\"sendNotice\" targetRef=\"noticeHandedOver\" />"
                                + "<bpmn:sequenceFlow id=\"toSent\" sourceRef=\"noticeHandedOver\" targetRef=\"noticeSent\" />")
                .replace("<bpmn:outgoing>toNoticeSent<", "<bpmn:outgoing>toHandedOver<")
                .replace("<bpmn:incoming>toNoticeSent<", "<bpmn:incoming>toSent<")
                .replace(
                        "<bpmn:flowNodeRef>noticeSent<",
                        "<bpmn:flowNodeRef>noticeHandedOver</bpmn:flowNodeRef><bpmn:flowNodeRef>noticeSent<")
                .replaceFirst("\\s*<bpmn:association id=\"retryRuleLink\"[^>]*/>", "")
                .replaceFirst("(?s)\\s*<bpmndi:BPMNEdge id=\"retryRuleLink_di\".*?</bpmndi:BPMNEdge>", "")
                .replace("<dc:Bounds x=\"410\" y=\"110\"", "<dc:Bounds x=\"300\" y=\"100\"")
                .replaceFirst(
                        "(?s)<bpmndi:BPMNEdge id=\"toNoticeSent_di\".*?</bpmndi:BPMNEdge>",
                        "<bpmndi:BPMNShape id=\"noticeHandedOver_di\" bpmnElement=\"noticeHandedOver\">"
                                + "<dc:Bounds x=\"548\" y=\"252\" width=\"36\" height=\"36\" /></bpmndi:BPMNShape>"
                                + "<bpmndi:BPMNEdge id=\"toHandedOver_di\" bpmnElement=\"toHandedOver\">"
                                + "<di:waypoint x=\"510\" y=\"270\" /><di:waypoint x=\"548\" y=\"270\" /></bpmndi:BPMNEdge>"
                                + "<bpmndi:BPMNEdge id=\"toSent_di\" bpmnElement=\"toSent\">"
                                + "<di:waypoint x=\"584\" y=\"270\" /><di:waypoint x=\"622\" y=\"270\" /></bpmndi:BPMNEdge>");
    }

    private String proposed() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("notice-delivery.bpmn", redrawn());
        files.putAll(ModelerDesk.changed("audit-interval.dmn", "<text>180</text>", "<text>150</text>"));
        files.putAll(ModelerDesk.changed(
                "check-completeness.form", "\"label\": \"Outcome\"", "\"label\": \"What follows\""));
        files.putAll(
                ModelerDesk.changed("access-review.bpmn", "name=\"Check completeness\"", "name=\"Is it complete?\""));
        return desk.proposes(OWNER, "Say when a notice is handed over", files);
    }

    @Test
    void showsWhatChangesAndPutsItInForceOnASecondWord() {
        cases.received();
        String id = proposed();
        as(SECOND, page -> {
            List<String> faults = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    faults.add(message.text());
                }
            });
            page.navigate(api.url("/processes"));
            page.getByText("one waits for a second process owner").waitFor();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Proposals"))
                    .click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Say when a notice is handed over"))
                    .first()
                    .click();
            page.getByLabel("Diagram", new Page.GetByLabelOptions().setExact(true))
                    .selectOption("notice-delivery.bpmn");
            assertThat(page.getByLabel("Picture of notice-delivery.bpmn, as proposed"))
                    .isVisible();

            assertThat(page.locator("#canvas-after .cs-added")).hasCount(3);
            assertThat(page.locator("#canvas-after .cs-changed[data-element-id=sendNotice]"))
                    .hasCount(1);
            assertThat(page.locator("#canvas-after .cs-moved[data-element-id=retryRule]"))
                    .hasCount(1);
            assertThat(page.locator("#canvas-before .cs-removed")).hasCount(2);
            assertThat(page.locator("#canvas-after .cs-badge--added")).hasCount(3);

            page.getByLabel("Reasons to accept").fill("The office wants to see it.");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept and put in force"))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("It is in force.");
            assertThat(page.getByText("The office wants to see it.")).isVisible();
            assertThat(page.locator("#decide")).hasCount(0);
            assertThat(faults).isEmpty();
        });
        assertThat(desk.accepts(SECOND, id).status()).isEqualTo(409);
    }

    @Test
    void saysWhyAndKeepsTheWordsWhenItCannotBeTaken() {
        String first = desk.proposes(
                OWNER, "First", ModelerDesk.changed("audit-interval.dmn", "<text>180</text>", "<text>151</text>"));
        String second = desk.proposes(
                OWNER, "Second", ModelerDesk.changed("audit-interval.dmn", "<text>180</text>", "<text>152</text>"));
        as(SECOND, page -> {
            page.navigate(api.url("/processes/proposals/" + second));
            page.getByLabel("Reasons to accept").fill("Carefully worded.");
            desk.accepts(SECOND, first);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept and put in force"))
                    .click();
            assertThat(page.locator("#refusal")).containsText("It must be proposed again.");
            assertThat(page.locator("#stale")).containsText("It cannot be accepted any more");
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept and put in force")))
                    .hasCount(0);
            page.getByLabel("Reasons to refuse").fill("Out of date.");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refuse"))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("It is refused.");
        });
    }

    @Test
    void offersTheProposerToTakeItBackAndNothingElse() {
        String id = proposed();
        as(OWNER, page -> {
            page.navigate(api.url("/processes/proposals/" + id));
            assertThat(page.getByText("another process owner has to decide")).isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept and put in force")))
                    .hasCount(0);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Take it back"))
                    .click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("You have taken it back.");
        });
    }

    @Test
    void hasNoBarriersThatAMachineFinds() {
        cases.received();
        String id = proposed();
        var barriers = new ArrayList<String>();
        as(SECOND, page -> {
            for (int width : new int[] {1280, 320}) {
                page.setViewportSize(width, 900);
                for (String path : List.of("/processes", "/processes/proposals", "/processes/proposals/" + id)) {
                    page.navigate(api.url(path));
                    if (path.endsWith(id)) {
                        page.locator("#canvas-after .djs-container").waitFor();
                    }
                    for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
                        barriers.add(path + ": " + rule.getId() + " " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList());
                    }
                    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                            .as(path)
                            .isLessThanOrEqualTo(width);
                }
            }
        });
        assertThat(barriers).isEmpty();
    }
}
