package org.countersign.screening;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;

/** The staff API of the lists, as an administrator and an intake officer use it. */
public final class ScreeningDesk {

    private static final String LISTS = "/api/v1/screening/lists";
    private static final String ADMIN =
            "Basic " + Base64.getEncoder().encodeToString("admin:demo".getBytes(StandardCharsets.UTF_8));

    private final LabApi api;

    public ScreeningDesk(LabApi api) {
        this.api = api;
    }

    public Answer put(String list, String csv) {
        return put(list, csv, "text/csv");
    }

    public Answer put(String list, String csv, String type) {
        return api.send(api.request(LISTS + "/" + list)
                .header("Authorization", ADMIN)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(csv)));
    }

    public Answer retire(String list) {
        return api.staff("admin", "DELETE", LISTS + "/" + list, null);
    }

    /** Null when it is not in force. */
    public JsonNode list(String name) {
        for (JsonNode list :
                api.staff("intake.officer", "GET", LISTS, null).json().get("items")) {
            if (list.get("id").asText().equals(name)) {
                return list;
            }
        }
        return null;
    }

    public Answer ask(String body) {
        return api.staff("intake.officer", "POST", "/api/v1/screening/check", body);
    }

    public JsonNode check(String name, String type) {
        return ask("{\"names\":[{\"name\":\"" + name + "\",\"type\":\"" + type + "\"}]}")
                .json()
                .at("/results/0");
    }
}
