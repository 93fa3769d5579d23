package org.countersign.proposal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.RepositoryService;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Parts;
import org.springframework.boot.test.context.TestComponent;

/** Process owners with Modeler open: what its deploy button sends, part by part, and what they say of each other's changes. */
@TestComponent
public class ModelerDesk {

    public static final String OWNER = "process.owner";
    public static final String SECOND = "process.second";

    private static final String API = "/api/v1/processes/proposals/";

    private final LabApi api;
    private final RepositoryService repository;
    private final ModelProposals proposals;
    private final DecideProposal decideProposal;

    ModelerDesk(LabApi api, RepositoryService repository, ModelProposals proposals, DecideProposal decideProposal) {
        this.api = api;
        this.repository = repository;
        this.proposals = proposals;
        this.decideProposal = decideProposal;
    }

    public static String shipped(String file) {
        try {
            return java.nio.file.Files.readString(Path.of(file.endsWith(".form") ? "forms" : "processes", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shipped file with something else in it. */
    public static Map<String, String> changed(String file, String what, String by) {
        return changed(file, text -> text.replace(what, by));
    }

    static Map<String, String> changed(String file, UnaryOperator<String> change) {
        String shipped = shipped(file);
        String edited = change.apply(shipped);
        if (edited.equals(shipped)) {
            throw new AssertionError("Nothing of " + file + " was changed");
        }
        return Map.of(file, edited);
    }

    static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
        var all = new LinkedHashMap<>(one);
        all.putAll(other);
        return all;
    }

    public Answer deploys(String person, String title, Map<String, String> files) {
        return send(person, parts(title, files));
    }

    static Parts parts(String title, Map<String, String> files) {
        Parts parts = new Parts()
                .and("deployment-name", title)
                .and("deployment-source", "Camunda Modeler")
                .and("enable-duplicate-filtering", "true");
        files.forEach((name, content) -> parts.and(
                name,
                name,
                name.endsWith(".form") ? "application/octet-stream" : "text/xml",
                content.getBytes(StandardCharsets.UTF_8)));
        return parts;
    }

    Answer send(String person, Parts parts) {
        return api.send(api.request("/engine-rest/deployment/create")
                .header("Authorization", LabApi.basic(person + ":demo"))
                .header("Accept", "application/json")
                .header("Origin", "file://")
                .header("Content-Type", parts.contentType())
                .POST(parts.publisher()));
    }

    /** The id of the proposal. */
    public String proposes(String person, String title, Map<String, String> files) {
        Answer answer = deploys(person, title, files);
        if (answer.status() != 200) {
            throw new AssertionError(answer.body());
        }
        return answer.json().get("id").asText();
    }

    Answer look(String person, String id) {
        return api.staff(person, "GET", API + id, null);
    }

    public Answer accepts(String person, String id) {
        return api.staff(person, "POST", API + id + "/acceptance", "{\"reasons\":\"Looks right.\"}");
    }

    Answer refuses(String person, String id) {
        return api.staff(person, "POST", API + id + "/refusal", "{\"reasons\":\"Too early.\"}");
    }

    Answer withdraws(String person, String id) {
        return api.staff(person, "POST", API + id + "/withdrawal", "{\"reasons\":\"\"}");
    }

    /** What was shipped is in force again, and nothing waits. */
    public void clear() {
        for (ModelProposals.Line line : proposals.latest(100)) {
            if (line.state().equals("waiting")) {
                decideProposal.withdraw(line.proposedBy(), line.id(), "");
            }
        }
        List.copyOf(repository
                        .createDeploymentQuery()
                        .deploymentSource("accepted")
                        .list())
                .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
    }
}
