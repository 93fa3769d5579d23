package org.countersign.docket;

import jakarta.servlet.RequestDispatcher;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.appeal.FileAppeal;
import org.countersign.application.AnswerQuestion;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Withdraw;
import org.countersign.clock.ClockLedger;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.ReceiveCompliance;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.countersign.signoff.ReceiveRebuttal;
import org.countersign.workflow.Attempts;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The applicant's page, without a sign-in: the key in its address is all that opens it. */
@Controller
@RequestMapping("/track/{reference}")
class TrackPages {

    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_REASONS = 4_000;
    private static final int MOST_ITEMS = 20;
    private static final int LONGEST_ITEM = 500;

    private final Applications applications;
    private final TrackFacts facts;
    private final Offices offices;
    private final AnswerQuestion answerQuestion;
    private final ReceiveRebuttal receiveRebuttal;
    private final FileAppeal fileAppeal;
    private final Licenses licenses;
    private final ReceiveCompliance receiveCompliance;
    private final Withdraw withdraw;
    private final Attempts attempts;

    TrackPages(
            Applications applications,
            TrackFacts facts,
            Offices offices,
            AnswerQuestion answerQuestion,
            ReceiveRebuttal receiveRebuttal,
            FileAppeal fileAppeal,
            Licenses licenses,
            ReceiveCompliance receiveCompliance,
            Withdraw withdraw,
            Attempts attempts) {
        this.applications = applications;
        this.facts = facts;
        this.offices = offices;
        this.answerQuestion = answerQuestion;
        this.receiveRebuttal = receiveRebuttal;
        this.fileAppeal = fileAppeal;
        this.licenses = licenses;
        this.receiveCompliance = receiveCompliance;
        this.withdraw = withdraw;
        this.attempts = attempts;
    }

    @GetMapping
    ModelAndView track(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String done,
            CsrfToken token) {
        return opened(reference, key)
                // Now, not when the first form is written: the page may be half sent by then, and its session too late.
                .filter(application -> !token.getToken().isEmpty())
                .map(application -> page(application, HttpStatus.OK).addObject("done", done))
                .orElseGet(TrackPages::missing);
    }

    @PostMapping("/answers")
    Object answer(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam Map<String, String> form) {
        var sent = Sent.of("answers", form.getOrDefault("requestId", ""), form);
        return take(reference, key, sent, application -> {
            String text = sent.required("answer", LONGEST_TEXT, "Write your answer.");
            attempts.at(() -> answerQuestion.answer(
                    application,
                    sent.about(),
                    text,
                    sent.lines("attachments", MOST_ITEMS, LONGEST_ITEM),
                    ClockLedger.APPLICANT));
        });
    }

    @PostMapping("/rebuttal")
    Object rebut(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam Map<String, String> form) {
        var sent = Sent.of("rebuttal", "", form);
        return take(reference, key, sent, application -> {
            String text = sent.required("text", LONGEST_TEXT, "Write what you answer to the notice.");
            attempts.at(() -> receiveRebuttal.receive(
                    application, text, sent.lines("evidence", MOST_ITEMS, LONGEST_ITEM), ClockLedger.APPLICANT));
        });
    }

    @PostMapping("/compliance")
    Object comply(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam Map<String, String> form) {
        var sent = Sent.of("compliance", "", form);
        return take(reference, key, sent, application -> {
            String text = sent.required("text", LONGEST_TEXT, "Write what you answer to the notice.");
            List<String> evidence = sent.lines("evidence", MOST_ITEMS, LONGEST_ITEM);
            License license = licenses.ofApplication(application.id())
                    .orElseThrow(() -> new WrongState("There is no license in this case."));
            attempts.at(() -> receiveCompliance.receive(license, text, evidence, ClockLedger.APPLICANT));
        });
    }

    @PostMapping("/withdrawal")
    Object withdraw(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam Map<String, String> form) {
        var sent = Sent.of("withdrawal", "", form);
        return take(reference, key, sent, application -> {
            String reasons = sent.text("reasons", LONGEST_REASONS);
            if (!sent.ticked("sure")) {
                throw new Invalid("sure", "Tick this box to withdraw: it cannot be undone.");
            }
            attempts.at(() -> {
                withdraw.withdraw(application, reasons, ClockLedger.APPLICANT);
                return application;
            });
        });
    }

    @PostMapping("/appeal")
    Object appeal(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam Map<String, String> form) {
        var sent = Sent.of("appeal", "", form);
        return take(reference, key, sent, application -> {
            String[] what = sent.value("what").split(":", 2);
            if (what.length < 2) {
                throw new Invalid("what", "Choose what you appeal.");
            }
            String text = sent.required("text", FileAppeal.LONGEST_TEXT, "Write why you appeal.");
            attempts.at(() -> fileAppeal.file(application, what[0], what[1], text, ClockLedger.APPLICANT));
        });
    }

    /** A form came without the token that every page of ours carries: its session has ended, or another site made it. */
    @PostMapping("/unsent")
    ModelAndView showAgain(
            @PathVariable String reference,
            @RequestParam(defaultValue = "") String key,
            @RequestParam Map<String, String> form,
            @RequestAttribute(name = RequestDispatcher.FORWARD_REQUEST_URI, required = false) String sentTo) {
        String name = sentTo == null ? "" : sentTo.substring(sentTo.lastIndexOf('/') + 1);
        var sent = Sent.of(name, form.getOrDefault("requestId", ""), form)
                .refused(
                        Sent.NO_FIELD,
                        "This page was open for too long. Look your words over, and send them again if they are yours.");
        return opened(reference, key)
                .map(application -> again(application, sent, HttpStatus.FORBIDDEN))
                .orElseGet(TrackPages::missing);
    }

    private interface Step {
        void take(Application application);
    }

    /** Takes a form, or shows the page again with what was sent and why it was not taken. */
    private Object take(String reference, String key, Sent sent, Step step) {
        Application application = opened(reference, key).orElse(null);
        if (application == null) {
            return missing();
        }
        try {
            step.take(application);
        } catch (Invalid e) {
            return again(
                    application,
                    sent.refused(
                            e.field().equals("ground") || e.field().equals("subject") ? "what" : e.field(),
                            e.getMessage()),
                    HttpStatus.UNPROCESSABLE_ENTITY);
        } catch (WrongState e) {
            return again(application, sent.refused(Sent.NO_FIELD, e.getMessage()), HttpStatus.CONFLICT);
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(application.trackingPath() + "&done=" + sent.form()))
                .build();
    }

    private ModelAndView again(Application application, Sent sent, HttpStatus status) {
        return page(application, status).addObject("sent", sent);
    }

    private ModelAndView page(Application application, HttpStatus status) {
        var page = new ModelAndView("track", status);
        page.addObject("track", facts.of(application.id()));
        page.addObject("offices", offices.titles());
        return page;
    }

    private Optional<Application> opened(String reference, String key) {
        return applications.byReference(reference).filter(application -> application.opensWith(key));
    }

    /** The same answer whether the reference or the key is wrong: neither can be probed for. */
    private static ModelAndView missing() {
        return new ModelAndView("track-missing", HttpStatus.NOT_FOUND);
    }
}
