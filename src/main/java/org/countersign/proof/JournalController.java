package org.countersign.proof;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.countersign.journal.PublishedTree;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The journal's tree for everybody (C2SP tlog-tiles), and what it is signed with. */
@RestController
@RequestMapping("/journal")
class JournalController {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");
    private static final Duration SHORTLY = Duration.ofSeconds(2);
    private static final String PREFIX = "/journal/";

    private final PublishedTree tree;

    JournalController(PublishedTree tree) {
        this.tree = tree;
    }

    @GetMapping("/checkpoint")
    public ResponseEntity<String> checkpoint() {
        String note = tree.checkpoint().orElseThrow(() -> new NotFound("checkpoint"));
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.maxAge(SHORTLY).cachePublic())
                .eTag('"' + note.split("\n", 3)[1] + '"')
                .body(note);
    }

    @GetMapping("/key")
    public ResponseEntity<String> key() {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(tree.key() + "\n");
    }

    /** By the address as it was written: a number has one address. */
    @GetMapping("/tile/**")
    public ResponseEntity<byte[]> tile(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        byte[] tile = tree.tile(path.substring(PREFIX.length())).orElseThrow(() -> new NotFound("tile"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .eTag('"' + path.substring(PREFIX.length()) + '"')
                .body(tile);
    }

    /** That the journal only grew between two sizes. Hashes are hexadecimal, the proof as in RFC 9162, 2.1.4. */
    record Growth(long from, String rootFrom, long to, String rootTo, List<String> proof) {}

    @GetMapping("/consistency")
    public Growth consistency(@RequestParam long from, @RequestParam(required = false) Long to) {
        long size = tree.size();
        long until = to == null ? size : to;
        if (until < 0 || until > size) {
            throw new Malformed("to", "The journal has " + size + " entries at the moment.");
        }
        if (from < 0 || from > until) {
            throw new Malformed("from", "This must be 0 to " + until + ".");
        }
        PublishedTree.Consistency growth = tree.consistency(from, until);
        HexFormat hex = HexFormat.of();
        return new Growth(
                from,
                hex.formatHex(growth.rootBefore()),
                until,
                hex.formatHex(growth.root()),
                growth.proof().stream().map(hex::formatHex).toList());
    }
}
