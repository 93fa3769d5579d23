package org.countersign.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.countersign.application.Cursor;
import org.countersign.journal.Journal;
import org.countersign.lab.Lab;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.problem.WrongState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Webhooks")
@RestController
@RequestMapping("/api/v1/webhook")
class WebhookController {

    private static final int MOST_A_PAGE = 100;
    private static final Set<String> STATUSES = Set.of(Delivery.QUEUED, Delivery.DELIVERED, Delivery.FAILED);

    private final Webhooks webhooks;
    private final WebhookSecrets secrets;
    private final Deliveries deliveries;
    private final Destinations destinations;
    private final WebhookSettings settings;
    private final Journal journal;
    private final Clock clock;

    WebhookController(
            Webhooks webhooks,
            WebhookSecrets secrets,
            Deliveries deliveries,
            Destinations destinations,
            WebhookSettings settings,
            Journal journal,
            Clock clock) {
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.deliveries = deliveries;
        this.destinations = destinations;
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
    }

    @Schema(name = "WebhookWanted")
    record Wanted(
            @Schema(description = "https, to a public address", requiredMode = Schema.RequiredMode.REQUIRED) String url,
            @Schema(description = "whsec_ and 24 to 64 bytes in base64; made by us when left out") String secret) {

        /** Without the secret: bodies end up in messages. */
        @Override
        public String toString() {
            return "Wanted[url=%s]".formatted(url);
        }
    }

    @Schema(name = "WebhookRegistered")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Registered(@JsonUnwrapped Webhook webhook, @Schema(description = "Shown here only") String secret) {

        @Override
        public String toString() {
            return "Registered[%s]".formatted(webhook);
        }
    }

    @Operation(
            operationId = "putWebhook",
            summary = "Where to tell the lab what happens; replaces address and secret, keeps what is queued")
    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Transactional
    public Registered put(Lab lab, @RequestBody Wanted wanted) {
        String url = WebhookUrl.checked(wanted.url(), destinations);
        String secret = secrets.chosenOrNew(wanted.secret());
        Instant now = clock.instant();
        Webhook webhook = webhooks.put(lab.id(), url, journal.head(), now);
        boolean otherSecret = secrets.replace(lab.id(), secret);
        deliveries.tryNow(lab.id(), now);
        // Without the path, in which some keep a key.
        journal.record(
                lab.id(),
                "webhook-registered",
                lab.id(),
                Map.of("host", URI.create(url).getHost(), "otherSecret", otherSecret));
        return new Registered(webhook, secret);
    }

    @Operation(operationId = "getWebhook", summary = "The endpoint, without its secret")
    @GetMapping
    @Transactional(readOnly = true)
    public Webhook get(Lab lab) {
        return webhooks.of(lab.id()).orElseThrow(() -> new NotFound("webhook"));
    }

    @Operation(operationId = "deleteWebhook", summary = "Tell the lab nothing more; what is queued is given up")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void delete(Lab lab) {
        if (!webhooks.remove(lab.id())) {
            throw new NotFound("webhook");
        }
        secrets.forget(lab.id());
        deliveries.giveUp(lab.id());
        journal.record(lab.id(), "webhook-removed", lab.id(), Map.of());
    }

    @Schema(name = "DeliveryPage")
    record Page(List<Delivery> items, String nextCursor) {}

    @Operation(operationId = "listDeliveries", summary = "What the lab was told or is yet to be told, newest first")
    @GetMapping("/deliveries")
    @Transactional(readOnly = true)
    public Page list(
            Lab lab,
            @Parameter(schema = @Schema(allowableValues = {Delivery.QUEUED, Delivery.DELIVERED, Delivery.FAILED}))
                    @RequestParam
                    Optional<String> status,
            @Parameter(description = "nextCursor of the page before") @RequestParam Optional<String> cursor,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
                    @RequestParam(defaultValue = "20")
                    int limit) {
        if (limit < 1 || limit > MOST_A_PAGE) {
            throw new Malformed("limit", "The limit must be 1 to " + MOST_A_PAGE + ".");
        }
        status.filter(word -> !STATUSES.contains(word)).ifPresent(word -> {
            throw new Malformed("status", "There is no such status.");
        });
        // One more than asked for tells whether there is a next page.
        List<Delivery> found =
                deliveries.page(lab.id(), status, cursor.map(Cursor::parse).orElse(Long.MAX_VALUE), limit + 1);
        boolean more = found.size() > limit;
        List<Delivery> page = more ? found.subList(0, limit) : found;
        return new Page(page, more ? Cursor.of(page.get(limit - 1).position()) : null);
    }

    @Operation(operationId = "replayDelivery", summary = "Send it again, under the same webhook-id")
    @PostMapping("/deliveries/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Transactional
    public Delivery replay(Lab lab, @PathVariable String id) {
        Optional<Webhook> webhook = webhooks.locked(lab.id());
        deliveries.find(lab.id(), id).orElseThrow(() -> new NotFound("delivery"));
        if (webhook.isEmpty() || webhook.get().disabledAt() != null) {
            throw new WrongState("There is no endpoint in use to send it to; register one first.");
        }
        Instant now = clock.instant();
        deliveries.replay(lab.id(), id, now, now.plus(settings.giveUpAfter()));
        return deliveries.find(lab.id(), id).orElseThrow();
    }
}
