package org.countersign.fuzz;

import java.util.List;
import java.util.Random;

/** Texts that programs stumble over: too long, too large, other scripts, other languages' code. */
final class HostileText {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\ud800",
            "\udfff\ud800",
            "\u202egnissecorp",
            "\ufeff",
            "\ufffd",
            "é́́́́",
            "👩‍👩‍👧‍👦",
            "İıſK",
            "..",
            "../../../../etc/passwd",
            "%00",
            "%2e%2e%2f",
            "%",
            "%zz",
            ";jsessionid=1",
            "a;b=c",
            "//",
            "\\\\host\\share",
            "' OR '1'='1",
            "1; DROP TABLE journal--",
            "$$",
            "{}",
            "[]",
            "{\"a\":1}",
            "${7*7}",
            "#{1+1}",
            "${applicationContext}",
            "*{T(Runtime).getRuntime()}",
            "__${7*7}__::.x",
            "${jndi:ldap://127.0.0.1:1/a}",
            "<script>alert(1)</script>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "null",
            "undefined",
            "true",
            "NaN",
            "Infinity",
            "-0",
            "-1",
            "0",
            "1e400",
            "1e-400",
            "1.0",
            "0x10",
            "007",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999999999999999999999999999",
            "2026-02-30",
            "0000-00-00",
            "9999-12-31",
            "+999999999-12-31",
            "-999999999-01-01",
            "2026-06-12T17:21:00Z",
            "2026-06-12T17:21:00+99:00",
            "P1D",
            "P999999999Y",
            "00000000-0000-0000-0000-000000000000",
            "CS-2026-000001",
            "CS-9999-999999",
            "CD-2026-000001",
            "aurora-6",
            "customers:a,b",
            "everybody",
            ",",
            "a,b,,c",
            "a\nb",
            "a\r\nSet-Cookie: a=b",
            "\t");

    private HostileText() {}

    static String next(Random chance) {
        return switch (chance.nextInt(12)) {
            case 0 -> "a".repeat(1 + chance.nextInt(300));
            case 1 -> "€".repeat(1 + chance.nextInt(5_000));
            case 2 -> anyCharacters(chance);
            default -> TEXTS.get(chance.nextInt(TEXTS.size()));
        };
    }

    private static String anyCharacters(Random chance) {
        var text = new StringBuilder();
        for (int left = chance.nextInt(20); left > 0; left--) {
            text.appendCodePoint(chance.nextInt(chance.nextBoolean() ? 0x100 : Character.MAX_CODE_POINT + 1));
        }
        return text.toString();
    }
}
