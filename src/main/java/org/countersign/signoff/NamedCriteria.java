package org.countersign.signoff;

import java.util.Arrays;
import java.util.List;
import org.countersign.risk.Criteria;
import org.countersign.workflow.Completion;
import org.springframework.stereotype.Component;

/** Reads the published criteria a person names in a form. */
@Component
class NamedCriteria {

    private final Criteria criteria;

    NamedCriteria(Criteria criteria) {
        this.criteria = criteria;
    }

    /** None when nothing was entered; refused when one is not published. */
    List<Criteria.Criterion> in(Completion completion) {
        return Arrays.stream(completion.text("criteria").split("[,\\s]+"))
                .filter(id -> !id.isEmpty())
                .distinct()
                .map(id -> criteria.find(id)
                        .orElseThrow(
                                () -> completion.refused("criteria", "There is no published criterion " + id + ".")))
                .toList();
    }
}
