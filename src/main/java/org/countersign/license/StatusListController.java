package org.countersign.license;

import java.time.Duration;
import org.countersign.license.StatusLists.Published;
import org.countersign.problem.NotFound;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The public lists that say of each license whether it holds. They name nobody. */
@RestController
class StatusListController {

    private static final MediaType TYPE = MediaType.parseMediaType("application/" + StatusLists.TYPE);

    private final ListPublication publication;
    private final Duration ttl;

    StatusListController(ListPublication publication, GreenLightSettings settings) {
        this.publication = publication;
        this.ttl = settings.listTtl();
    }

    /** Whoever says which one they have gets it only when there is a newer one. */
    @GetMapping(Publisher.STATUS_LISTS + "{list}")
    public ResponseEntity<String> list(@PathVariable String list) {
        Published published = publication.get(number(list)).orElseThrow(StatusListController::none);
        return ResponseEntity.ok()
                .contentType(TYPE)
                .eTag(published.etag())
                .cacheControl(CacheControl.maxAge(ttl).cachePublic())
                .body(published.token());
    }

    private static int number(String list) {
        if (!list.matches("0|[1-9]\\d{0,5}")) {
            throw none();
        }
        return Integer.parseInt(list);
    }

    private static NotFound none() {
        return new NotFound("status list");
    }
}
