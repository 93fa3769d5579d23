package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.countersign.problem.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests may go, and where never. */
class DestinationsTest {

    private final Destinations strict = new Destinations(InetAddress::getAllByName, false, false);
    private final Destinations demo = new Destinations(InetAddress::getAllByName, true, false);
    private final Destinations intranet = new Destinations(InetAddress::getAllByName, false, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(strict.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void allowsWhatIsPublic(String address) throws UnknownHostException {
        assertThat(strict.allows(InetAddress.getByName(address))).isTrue();
        assertThat(demo.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void theDemonstrationAllowsThisMachineAndNothingElseOfTheNeighbourhood() throws UnknownHostException {
        assertThat(demo.allows(InetAddress.getByName("127.0.0.1"))).isTrue();
        assertThat(demo.allows(InetAddress.getByName("::1"))).isTrue();
        for (String address : new String[] {"10.0.0.1", "169.254.169.254", "0.0.0.0", "fd00::1", "2002:7f00:1::1"}) {
            assertThat(demo.allows(InetAddress.getByName(address))).as(address).isFalse();
        }
    }

    @Test
    void anIntranetIsOpenedByItsSettingAndItsMetadataServiceIsNot() throws UnknownHostException {
        assertThat(intranet.allows(InetAddress.getByName("10.0.0.1"))).isTrue();
        assertThat(intranet.allows(InetAddress.getByName("fd00::1"))).isTrue();
        for (String address : new String[] {"169.254.169.254", "127.0.0.1", "224.0.0.1", "0.0.0.0", "fe80::1"}) {
            assertThat(intranet.allows(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void oneRefusedAddressRefusesTheName() throws UnknownHostException {
        InetAddress good = InetAddress.getByName("8.8.8.8");
        InetAddress bad = InetAddress.getByName("10.0.0.1");
        var mixed = new Destinations(host -> new InetAddress[] {good, bad}, false, false);
        assertThatThrownBy(() -> mixed.resolver(true).resolve("hooks.example"))
                .isInstanceOf(Destinations.AddressRefused.class);
        var fine = new Destinations(host -> new InetAddress[] {good}, false, false);
        assertThat(fine.resolver(true).resolve("hooks.example")).containsExactly(good);
        assertThatThrownBy(() -> fine.resolver(false).resolve("hooks.example"))
                .as("without TLS")
                .isInstanceOf(Destinations.AddressRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example/countersign", "https://hooks.example", "HTTPS://hooks.example:8443/a?b=c",
                "https://8.8.8.8/", "https://[2606:4700::1111]/", "https://xn--bcher-kva.example/"
            })
    void takesAPublicAddress(String url) {
        assertThat(WebhookUrl.checked(url, strict)).isEqualToIgnoringCase(url).startsWith("https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hooks.example",
                "https://",
                "https:hooks.example",
                "mailto:a@hooks.example",
                "ftp://hooks.example/",
                "http://hooks.example/",
                "https://user@hooks.example/",
                "https://user:secret@hooks.example/",
                "https://hooks.example/#a",
                "https://hooks.example/#",
                "https://hooks.example:0/",
                "https://hooks.example:65536/",
                "https://hooks.example:99999999999/",
                "https://localhost/",
                "http://localhost:8080/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]/",
                "https://[fe80::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://256.1.1.1/",
                "https://1.2.3/",
                "https://b\u00fccher.example/",
                "https://hooks.example/a b",
                "https://hooks.example/\r\nHost: inside",
                "javascript:alert(1)",
                "file:///etc/passwd"
            })
    void refusesEverythingElseInPlainWords(String url) {
        assertThatThrownBy(() -> WebhookUrl.checked(url, strict)).isInstanceOfSatisfying(Invalid.class, refusal -> {
            assertThat(refusal.field()).isEqualTo("url");
            assertThat(refusal.getMessage()).endsWith(".").doesNotContain("Exception");
        });
    }

    @Test
    void theDemonstrationTakesThisMachineWithoutTls() {
        for (String url : new String[] {"http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/a"}) {
            assertThat(WebhookUrl.checked(url, demo)).isEqualTo(url);
        }
        assertThatThrownBy(() -> WebhookUrl.checked("http://hooks.example/", demo))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> WebhookUrl.checked("https://10.0.0.1/", demo)).isInstanceOf(Invalid.class);
    }
}
