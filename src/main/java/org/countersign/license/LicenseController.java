package org.countersign.license;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Licenses")
@RestController
@RequestMapping("/api/v1/licenses")
class LicenseController {

    private final Licenses licenses;

    LicenseController(Licenses licenses) {
        this.licenses = licenses;
    }

    @Operation(operationId = "getLicense", summary = "One license and its conditions")
    @GetMapping("/{id}")
    @Transactional(readOnly = true)
    public License one(Lab lab, @PathVariable String id) {
        return licenses.find(lab.id(), id).orElseThrow(() -> new NotFound("license"));
    }
}
