package org.countersign.records;

import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.workflow.Recusals;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Releases a case: one person prepares a copy and puts bars over what must stay, another lets it go or not. */
@Component
class CopyDesk {

    private final Applications applications;
    private final Recusals recusals;
    private final Passages passages;
    private final Exemptions grounds;
    private final Copies copies;
    private final CopyArchive archive;
    private final Journal journal;
    private final Clock clock;

    CopyDesk(
            Applications applications,
            Recusals recusals,
            Passages passages,
            Exemptions grounds,
            Copies copies,
            CopyArchive archive,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.recusals = recusals;
        this.passages = passages;
        this.grounds = grounds;
        this.copies = copies;
        this.archive = archive;
        this.journal = journal;
        this.clock = clock;
    }

    /** What somebody wants to have under a bar. */
    public record Redaction(String passage, String ground, String harm) {}

    /** A passage of the file as the second person sees it: what is under the bar, and whether it changed since. */
    public record Checked(Passage passage, String ground, String harm, boolean changed) {}

    Application caseOf(String reference, String person) {
        Application application = applications.byReference(reference).orElseThrow(() -> new NotFound("case"));
        if (recusals.hasSteppedBack(application.id(), person)) {
            throw new Refused(HttpStatus.FORBIDDEN, "", "You have stepped back from this case.");
        }
        return application;
    }

    @Transactional(readOnly = true)
    public List<Passage> passagesOf(Application application) {
        return passages.of(application);
    }

    @Transactional
    public Copies.Kept prepare(Application application, String purpose, List<Redaction> redactions, String person) {
        String why = Words.required("purpose", purpose, "Write for whom and for what this copy is.");
        copies.holdCase(application.id());
        List<Passage> file = passages.of(applications.get(application.id()));
        Map<String, CopyArchive.Bar> bars = bars(file, redactions);
        requireGone(file, bars, why, redactions);
        var copy = new CopyArchive.Copy(
                UUID.randomUUID().toString(),
                application.reference(),
                why,
                person,
                clock.instant(),
                file,
                bars,
                grounds.all().stream()
                        .collect(Collectors.toMap(Exemptions.Exemption::id, Exemptions.Exemption::label)));
        byte[] zip = archive.zip(copy);
        String sha256 = DigestUtils.sha256Hex(zip);
        copies.add(copy, application.id(), zip, sha256);
        journal.record(
                person,
                "copy-prepared",
                application.reference(),
                Map.of("copy", copy.id(), "sha256", sha256, "passages", file.size(), "redactions", bars.size()));
        return copies.byId(copy.id()).orElseThrow();
    }

    private Map<String, CopyArchive.Bar> bars(List<Passage> file, List<Redaction> redactions) {
        Map<String, Passage> known = file.stream().collect(Collectors.toMap(Passage::id, passage -> passage));
        Set<String> exemptions =
                grounds.all().stream().map(Exemptions.Exemption::id).collect(Collectors.toSet());
        var bars = new LinkedHashMap<String, CopyArchive.Bar>();
        for (int n = 0; n < redactions.size(); n++) {
            Redaction redaction = redactions.get(n);
            String field = "redactions[%d].".formatted(n);
            Passage passage = known.get(redaction.passage());
            if (passage == null) {
                throw new Invalid(field + "passage", "The file has no such passage.");
            }
            if (redaction.ground() == null || !exemptions.contains(redaction.ground())) {
                throw new Invalid(field + "ground", "Every redaction names an exemption, such as b6.");
            }
            byte[] salt = Digest.salt();
            var bar = new CopyArchive.Bar(
                    passage.id(),
                    redaction.ground(),
                    Words.optional(field + "harm", redaction.harm()),
                    passage.lengthClass(),
                    salt,
                    Digest.salted(salt, passage.text()));
            if (bars.put(passage.id(), bar) != null) {
                throw new Invalid(field + "passage", "This passage is under a bar already.");
            }
        }
        return bars;
    }

    private static void requireGone(
            List<Passage> file, Map<String, CopyArchive.Bar> bars, String purpose, List<Redaction> redactions) {
        var under = new UnderBars(file, bars);
        under.requireUntold("purpose", purpose);
        var written = new HashSet<String>();
        for (int n = 0; n < redactions.size(); n++) {
            String harm = bars.get(redactions.get(n).passage()).harm();
            if (!harm.isEmpty() && written.add(harm)) {
                under.requireUntold("redactions[%d].harm".formatted(n), harm);
            }
        }
        under.requireGone();
    }

    @Transactional
    public Copies.Kept decide(String id, boolean approved, String note, String person) {
        copies.holdCase(kept(id).applicationId());
        Copies.Kept copy = kept(id);
        Application application = applications.get(copy.applicationId());
        caseOf(application.reference(), person);
        String why = Words.optional("note", note);
        if (copy.approved() != null) {
            throw new WrongState("This copy has been decided on already.");
        }
        if (copy.preparedBy().equals(person)) {
            throw new Refused(
                    HttpStatus.FORBIDDEN,
                    "",
                    "You have prepared this copy; somebody else decides whether it goes out.");
        }
        if (!approved && why.isEmpty()) {
            throw new Invalid("note", "Write what is wrong with the copy.");
        }
        if (approved) {
            requireAsPrepared(application, copy);
        }
        copies.decide(copy, approved, why, person, clock.instant());
        journal.record(
                person,
                approved ? "copy-approved" : "copy-refused",
                application.reference(),
                Map.of("copy", id, "sha256", copy.sha256(), "note", why));
        return copies.byId(id).orElseThrow();
    }

    private Copies.Kept kept(String id) {
        return copies.byId(id).orElseThrow(() -> new NotFound("copy"));
    }

    /** What came to the file since is not in the copy; what changed or went would go out as it no longer is. */
    private void requireAsPrepared(Application application, Copies.Kept copy) {
        if (copy.removedAt() != null) {
            throw new WrongState(copy.removal());
        }
        Map<String, Checked> now = check(application, copy).stream()
                .collect(Collectors.toMap(checked -> checked.passage().id(), checked -> checked));
        for (String passage : archive.textsIn(copies.archiveOf(copy.id())).keySet()) {
            Checked checked = now.get(passage);
            if (checked == null || checked.changed()) {
                throw new WrongState("The file has changed since this copy was prepared, at %s. Prepare a new copy."
                        .formatted(
                                checked == null
                                        ? "a passage that is gone (%s)".formatted(passage)
                                        : "“%s, %s”"
                                                .formatted(
                                                        checked.passage().section(),
                                                        checked.passage().label())));
            }
        }
    }

    /** Nothing leaves that two people have not let go. */
    @Transactional(readOnly = true)
    public byte[] download(String id, String person) {
        Copies.Kept copy = kept(id);
        caseOf(applications.get(copy.applicationId()).reference(), person);
        if (copy.removedAt() != null) {
            throw new Refused(HttpStatus.GONE, "", copy.removal());
        }
        if (!Boolean.TRUE.equals(copy.approved())) {
            throw new NotFound("copy");
        }
        return copies.archiveOf(id);
    }

    /** The file beside the copy, for who has to decide. */
    @Transactional(readOnly = true)
    public List<Checked> check(Application application, Copies.Kept copy) {
        Map<String, Copies.Redacted> redacted = copies.redactionsOf(copy.id()).stream()
                .collect(Collectors.toMap(Copies.Redacted::passage, redaction -> redaction));
        Map<String, String> released =
                copy.removedAt() == null ? archive.textsIn(copies.archiveOf(copy.id())) : Map.of();
        return passages.of(application).stream()
                .map(passage -> {
                    Copies.Redacted bar = redacted.get(passage.id());
                    String text = released.get(passage.id());
                    return bar == null
                            ? new Checked(passage, "", "", text != null && !text.equals(passage.text()))
                            : new Checked(
                                    passage,
                                    bar.ground(),
                                    bar.harm(),
                                    !Arrays.equals(bar.passageHash(), Digest.salted(bar.salt(), passage.text())));
                })
                .toList();
    }
}
