package org.countersign.release;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Releases")
@RestController
@RequestMapping("/api/v1/releases")
class ReleaseController {

    private final Releases releases;

    ReleaseController(Releases releases) {
        this.releases = releases;
    }

    record ReleaseList(List<Release> items) {}

    @Operation(operationId = "listReleases", summary = "The lab's releases")
    @GetMapping
    ReleaseList list(Lab lab) {
        return new ReleaseList(releases.ofLab(lab.id()));
    }

    @Operation(operationId = "getRelease", summary = "One release, its gate and its stage")
    @GetMapping("/{id}")
    Release one(Lab lab, @PathVariable String id) {
        return releases.find(lab.id(), id).orElseThrow(() -> new NotFound("release"));
    }
}
