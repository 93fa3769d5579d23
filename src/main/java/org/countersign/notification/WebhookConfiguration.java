package org.countersign.notification;

import java.net.InetAddress;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookConfiguration {

    @Bean
    Destinations destinations(WebhookSettings settings) {
        return new Destinations(InetAddress::getAllByName, settings.loopback(), settings.privateAddresses());
    }

    @Bean
    Courier courier(WebhookSettings settings, Destinations destinations) {
        return new Courier(destinations, settings.connectTimeout(), settings.answerTimeout(), null);
    }
}
