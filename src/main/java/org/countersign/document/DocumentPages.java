package org.countersign.document;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.problem.ErrorPage;
import org.countersign.problem.Invalid;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.workflow.Recusals;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.ModelAndView;

/** Documents on the applicant's page, guarded by its key, and on the staff's page of a case. */
@Controller
class DocumentPages {

    /** Who an applicant is, in the journal: whoever has the key. */
    private static final String APPLICANT = "applicant";

    private final Applications applications;
    private final Documents documents;
    private final Uploads uploads;
    private final Downloads downloads;
    private final Recusals recusals;

    DocumentPages(
            Applications applications, Documents documents, Uploads uploads, Downloads downloads, Recusals recusals) {
        this.applications = applications;
        this.documents = documents;
        this.uploads = uploads;
        this.downloads = downloads;
        this.recusals = recusals;
    }

    @PostMapping("/track/{reference}/documents")
    Object addAsApplicant(
            @PathVariable String reference, @RequestParam(defaultValue = "") String key, HttpServletRequest request) {
        return inWords(() -> {
            Application application = opened(reference, key);
            uploads.add(application, Tier.APPLICANT, APPLICANT, Offered.inForm(request, Optional.empty()));
            return backTo(application.trackingPath());
        });
    }

    @GetMapping("/track/{reference}/documents/{id}")
    Object downloadAsApplicant(
            @PathVariable String reference,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String key,
            HttpServletRequest request,
            HttpServletResponse response) {
        return inWords(() -> {
            Document document = documents
                    .find(opened(reference, key).id(), id)
                    .filter(found -> found.tier() == Tier.APPLICANT)
                    .orElseThrow(() -> new NotFound("document"));
            downloads.send(document, request, response);
            return null; // it is answered already
        });
    }

    @PostMapping("/cases/{reference}/documents")
    Object addAsStaff(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String tier,
            Principal person,
            HttpServletRequest request) {
        return inWords(() -> {
            Application application = ofCase(reference, person);
            Tier chosen = Tier.of(tier).orElseThrow(() -> new Invalid("tier", "Choose who may see the document."));
            uploads.add(application, chosen, person.getName(), Offered.inForm(request, Optional.empty()));
            return backTo("/cases/" + application.reference());
        });
    }

    @GetMapping("/cases/{reference}/documents/{id}")
    Object downloadAsStaff(
            @PathVariable String reference,
            @PathVariable String id,
            Principal person,
            HttpServletRequest request,
            HttpServletResponse response) {
        return inWords(() -> {
            Document document =
                    documents.find(ofCase(reference, person).id(), id).orElseThrow(() -> new NotFound("document"));
            downloads.send(document, request, response);
            return null; // it is answered already
        });
    }

    private static class WrongKey extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Application opened(String reference, String key) {
        return applications
                .byReference(reference)
                .filter(application -> application.opensWith(key))
                .orElseThrow(WrongKey::new);
    }

    private Application ofCase(String reference, Principal person) {
        Application application = applications.byReference(reference).orElseThrow(() -> new NotFound("case"));
        if (recusals.hasSteppedBack(application.id(), person.getName())) {
            throw new Refused(HttpStatus.FORBIDDEN, "reference", "You have stepped back from this case.");
        }
        return application;
    }

    /** To the list of documents of the page the form was on. */
    private static ResponseEntity<Void> backTo(String page) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(page + "#documents"))
                .build();
    }

    private interface Work {
        Object run() throws IOException;
    }

    /** People get a page that says why. Not from exception handlers: their pages do not get the frame's facts. */
    private static Object inWords(Work work) {
        try {
            return work.run();
        } catch (WrongKey e) {
            // The same answer whether the reference or the key is wrong: neither can be probed for.
            return new ModelAndView("track-missing", HttpStatus.NOT_FOUND);
        } catch (NotFound e) {
            return ErrorPage.of(HttpStatus.NOT_FOUND);
        } catch (Refused e) {
            return refusal(e.status(), e.getMessage());
        } catch (Invalid e) {
            return refusal(HttpStatus.UNPROCESSABLE_ENTITY, e.getMessage());
        } catch (Malformed e) {
            return refusal(HttpStatus.BAD_REQUEST, e.getMessage());
        } catch (MultipartException e) {
            return refusal(HttpStatus.BAD_REQUEST, "The form did not arrive whole.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelAndView refusal(HttpStatus status, String message) {
        return new ModelAndView("document-refused", Map.of("message", message), status);
    }
}
