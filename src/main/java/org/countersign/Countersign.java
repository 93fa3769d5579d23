package org.countersign;

import java.util.OptionalInt;
import org.countersign.proof.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Countersign {

    public static void main(String[] args) {
        OptionalInt done = Commands.run(args);
        if (done.isPresent()) {
            System.exit(done.getAsInt());
        }
        SpringApplication.run(Countersign.class, args);
    }
}
