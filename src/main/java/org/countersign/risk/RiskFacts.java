package org.countersign.risk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an assessment looks at: the inputs of {@code risk-score.dmn}, under the names the table uses. */
public record RiskFacts(
        String releaseTier,
        String domain,
        String accessMode,
        int users,
        boolean foreignPersons,
        String customerGroup,
        String parentGroup,
        String ownerGroup,
        String screening,
        List<String> safeguards,
        String history) {

    /** In place of a country group when there is no parent or no owner. */
    public static final String NO_GROUP = "none";

    /** The same with one more safeguard. */
    RiskFacts with(String safeguard) {
        var more = new ArrayList<>(safeguards);
        more.add(safeguard);
        return new RiskFacts(
                releaseTier,
                domain,
                accessMode,
                users,
                foreignPersons,
                customerGroup,
                parentGroup,
                ownerGroup,
                screening,
                more,
                history);
    }

    Map<String, Object> asInputs() {
        var inputs = new LinkedHashMap<String, Object>();
        inputs.put("releaseTier", releaseTier);
        inputs.put("domain", domain);
        inputs.put("accessMode", accessMode);
        inputs.put("users", users);
        inputs.put("foreignPersons", foreignPersons);
        inputs.put("customerGroup", customerGroup);
        inputs.put("parentGroup", parentGroup);
        inputs.put("ownerGroup", ownerGroup);
        inputs.put("screening", screening);
        inputs.put("safeguards", safeguards);
        inputs.put("history", history);
        return inputs;
    }
}
