package org.countersign.proposal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.model.Complaint;
import org.countersign.model.ModelCheck;
import org.countersign.workflow.ModelsInForce;
import org.springframework.stereotype.Component;

/** The files of a proposal: whether they may be in force at all, and what they are known by. */
@Component
class Files {

    private static final int MOST_COMPLAINTS = 100;

    private final ModelCheck check;
    private final ModelsInForce inForce;

    Files(ModelCheck check, ModelsInForce inForce) {
        this.check = check;
        this.inForce = inForce;
    }

    /** First what our own rules say, which is in plainer words; then what the engine says. */
    void require(Map<String, byte[]> contents) {
        var complaints = new ArrayList<Complaint>();
        contents.forEach((file, content) -> complaints.addAll(check.check(file, content)));
        if (complaints.isEmpty()) {
            complaints.addAll(inForce.rehearse(contents));
        }
        if (!complaints.isEmpty()) {
            complaints.sort(Comparator.comparing(Complaint::file)
                    .thenComparingInt(Complaint::line)
                    .thenComparingInt(Complaint::column));
            throw new ModelsRefused(complaints.subList(0, Math.min(complaints.size(), MOST_COMPLAINTS)));
        }
    }

    static Map<String, byte[]> contentsOf(ModelProposal proposal) {
        var contents = new LinkedHashMap<String, byte[]>();
        proposal.files().forEach(file -> contents.put(file.file(), file.content()));
        return contents;
    }

    /** As the database works it out: see the migration. */
    static String fingerprint(List<ProposedModel> files) {
        var lines = new StringBuilder();
        files.stream().sorted(Comparator.comparing(ProposedModel::file)).forEach(file -> lines.append(file.file())
                .append(' ')
                .append(file.before().isEmpty() ? "-" : file.beforeSha256())
                .append(' ')
                .append(file.sha256())
                .append('\n'));
        return DigestUtils.sha256Hex(lines.toString());
    }

    /** For the journal: each file with its SHA-256 before and after. */
    static List<Map<String, Object>> onRecord(ModelProposal proposal) {
        return proposal.files().stream()
                .map(file -> {
                    var hashes = new LinkedHashMap<String, Object>();
                    hashes.put("file", file.file());
                    hashes.put("before", file.beforeSha256());
                    hashes.put("after", file.sha256());
                    return (Map<String, Object>) hashes;
                })
                .toList();
    }
}
