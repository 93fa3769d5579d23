package org.countersign.release;

import java.util.List;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/releases")
class ReleaseController {

    private final Releases releases;

    ReleaseController(Releases releases) {
        this.releases = releases;
    }

    record ReleaseList(List<Release> items) {}

    @GetMapping
    ReleaseList list(Lab lab) {
        return new ReleaseList(releases.ofLab(lab.id()));
    }

    @GetMapping("/{id}")
    Release one(Lab lab, @PathVariable String id) {
        return releases.find(lab.id(), id).orElseThrow(() -> new NotFound("release"));
    }
}
