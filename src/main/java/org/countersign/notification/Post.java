package org.countersign.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** The way out: SMTP when {@code spring.mail.host} is set; else notices stay in our own mailbox page. */
@Component
class Post {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    private final ObjectProvider<JavaMailSender> mail;
    private final String from;

    Post(
            ObjectProvider<JavaMailSender> mail,
            @Value("${countersign.mail-from:no-reply@countersign.example}") String from) {
        this.mail = mail;
        this.from = from;
    }

    void send(Notice notice) {
        JavaMailSender sender = mail.getIfAvailable();
        if (sender == null) {
            LOG.info("No mail server is configured; notice {} is only in the mailbox", notice.id());
            return;
        }
        MimeMessage message = sender.createMimeMessage();
        try {
            var helper = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
            helper.setFrom(from);
            helper.setTo(notice.recipient());
            helper.setSubject(notice.subject());
            helper.setText(notice.body());
            // The same id on every try: a mailbox that has it already can tell.
            message.setHeader("X-Countersign-Notice", notice.id());
        } catch (MessagingException e) {
            throw new MailParseException(e);
        }
        sender.send(message);
    }
}
