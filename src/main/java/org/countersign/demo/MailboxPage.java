package org.countersign.demo;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.countersign.notification.Notice;
import org.countersign.notification.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The mails of the demonstration, as their recipients would see them. */
@Demo
@Controller
class MailboxPage {

    private static final int MOST_SHOWN = 100;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Notices notices;

    MailboxPage(Notices notices) {
        this.notices = notices;
    }

    record Mail(String to, String subject, String body, String at, String state) {}

    @GetMapping("/demo/mailbox")
    String mailbox(Model model) {
        List<Mail> mails =
                notices.latest(MOST_SHOWN).stream().map(MailboxPage::mail).toList();
        model.addAttribute("mails", mails);
        return "mailbox";
    }

    private static Mail mail(Notice notice) {
        return new Mail(
                notice.recipient(),
                notice.subject(),
                notice.body(),
                MINUTE.format(notice.queuedAt()),
                notice.sentAt() == null ? "waiting" : "sent");
    }
}
