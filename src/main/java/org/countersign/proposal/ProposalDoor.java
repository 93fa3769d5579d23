package org.countersign.proposal;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.model.Complaint;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What Modeler's deploy button reaches, in the engine's place: takes the same request and gives answers of the same shape,
 * so that Modeler shows them.
 */
class ProposalDoor extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ProposalDoor.class);

    /** By this beginning Modeler knows that it is about the model. */
    private static final String NOT_PARSED = "ENGINE-09005 Could not parse BPMN process. Errors:";

    private static final String TITLE = "deployment-name";
    private static final String SOURCE = "deployment-source";
    /** Parts that are texts; everything else with a file name is a model. */
    private static final List<String> IGNORED = List.of("enable-duplicate-filtering", "deploy-changed-only");

    private final transient ProposeModels proposeModels;
    private final transient ObjectMapper json;

    ProposalDoor(ProposeModels proposeModels, ObjectMapper json) {
        this.proposeModels = proposeModels;
        this.json = json;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (comesFromAnotherSite(request)) {
            refuse(response, HttpStatus.FORBIDDEN, "This is not taken from another site.");
            return;
        }
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
            refuse(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send the files as parts of a form.");
            return;
        }
        try {
            propose(request, response);
        } catch (ModelsRefused e) {
            refuse(response, e.complaints());
        } catch (Invalid e) {
            refuse(response, HttpStatus.BAD_REQUEST, e.field() + ": " + e.getMessage());
        } catch (WrongState e) {
            refuse(response, HttpStatus.CONFLICT, e.getMessage());
        } catch (TooLarge e) {
            refuse(response, HttpStatus.PAYLOAD_TOO_LARGE, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A proposal could not be taken", e);
            refuse(response, HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. Nothing was stored.");
        }
    }

    /**
     * A browser adds a remembered password to whatever another site makes it send. Modeler's pages are files, and programs
     * say no origin.
     */
    private static boolean comesFromAnotherSite(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null
                && !origin.equals("file://")
                && !origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
    }

    private static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message);
        }
    }

    private void propose(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var texts = new LinkedHashMap<String, String>();
        var files = new LinkedHashMap<String, byte[]>();
        for (Part part : parts(request)) {
            if (part.getSubmittedFileName() == null) {
                texts.put(part.getName(), new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } else if (files.put(
                            part.getSubmittedFileName(), part.getInputStream().readAllBytes())
                    != null) {
                throw new Invalid("files", "Two files have the same name.");
            }
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
            boolean known = List.of(TITLE, SOURCE).contains(text.getKey()) || IGNORED.contains(text.getKey());
            if (!known && !text.getValue().isBlank()) {
                throw new Invalid(cut(text.getKey()), "There is no such setting here.");
            }
        }
        Optional<ModelProposal> proposal = proposeModels.propose(
                request.getUserPrincipal().getName(),
                texts.getOrDefault(TITLE, ""),
                texts.getOrDefault(SOURCE, ""),
                files);
        answer(response, HttpStatus.OK, proposal.map(ProposalDoor::waits).orElseGet(ProposalDoor::unchanged));
    }

    private static List<Part> parts(HttpServletRequest request) {
        try {
            return List.copyOf(request.getParts());
        } catch (IllegalStateException e) {
            throw new TooLarge("A file may have 1 MiB, and all of them together 4 MiB.");
        } catch (IOException | ServletException e) {
            throw new Invalid("body", "The parts of this body cannot be told apart, or are too many or too large.");
        }
    }

    private static String cut(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "?");
        return plain.substring(0, Math.min(plain.length(), 60));
    }

    private static Map<String, Object> waits(ModelProposal proposal) {
        return deployment(
                proposal.id(),
                "%s waits for a second process owner: %s".formatted(proposal.id(), proposal.title()),
                proposal.source(),
                proposal.proposedAt());
    }

    private static Map<String, Object> unchanged() {
        return deployment("unchanged", "Nothing has changed: these files are in force as they are", "", null);
    }

    /** As the engine tells of a deployment; none of its definitions is there, because nothing is deployed. */
    private static Map<String, Object> deployment(String id, String name, String source, java.time.Instant at) {
        var deployment = new LinkedHashMap<String, Object>();
        deployment.put("links", List.of());
        deployment.put("id", id);
        deployment.put("name", name);
        deployment.put("source", source);
        deployment.put("deploymentTime", at == null ? null : at.toString());
        deployment.put("tenantId", null);
        for (String kind : List.of("Process", "Case", "Decision", "DecisionRequirements")) {
            deployment.put("deployed" + kind + "Definitions", null);
        }
        return deployment;
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String message) throws IOException {
        answer(response, status, Map.of("type", "InvalidRequestException", "message", message));
    }

    private void refuse(HttpServletResponse response, List<Complaint> complaints) throws IOException {
        var message = new StringBuilder(
                complaints.get(0).file().endsWith(".bpmn") ? NOT_PARSED : "This may not be in force. Errors:");
        for (Complaint complaint : complaints) {
            message.append("\n* %s | resource %s | line %d | column %d"
                    .formatted(complaint.message(), complaint.file(), complaint.line(), complaint.column()));
            if (!complaint.element().isEmpty()) {
                message.append(" | element ").append(complaint.element());
            }
        }
        Map<String, Object> details = complaints.stream()
                .collect(Collectors.groupingBy(Complaint::file, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        file -> Map.of(
                                "errors",
                                file.getValue().stream()
                                        .map(ProposalDoor::error)
                                        .toList(),
                                "warnings",
                                List.of()),
                        (one, other) -> one,
                        LinkedHashMap::new));
        answer(
                response,
                HttpStatus.BAD_REQUEST,
                Map.of("type", "ParseException", "message", message.toString(), "details", details));
    }

    private static Map<String, Object> error(Complaint complaint) {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", complaint.message());
        error.put("line", complaint.line());
        error.put("column", complaint.column());
        // The engine's names for it, of now and as its manual has them.
        List<String> elements = complaint.element().isEmpty() ? List.of() : List.of(complaint.element());
        String element = elements.isEmpty() ? null : complaint.element();
        error.put("mainElementId", element);
        error.put("elementIds", elements);
        error.put("mainBpmnElementId", element);
        error.put("bpmnElementIds", elements);
        return error;
    }

    private void answer(HttpServletResponse response, HttpStatus status, Map<String, Object> body) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
