package org.countersign.screening;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Countries as the lists write them, by their codes (ISO 3166-1). */
final class Countries {

    private static final Map<String, String> CODES = codes();

    private Countries() {}

    private static Map<String, String> codes() {
        var codes = new HashMap<String, String>();
        for (String code : Locale.getISOCountries()) {
            codes.put(code.toLowerCase(Locale.ROOT), code);
            codes.put(
                    new Locale.Builder()
                            .setRegion(code)
                            .build()
                            .getDisplayCountry(Locale.ENGLISH)
                            .toLowerCase(Locale.ROOT),
                    code);
        }
        // As the United States writes some of them.
        String others =
                """
                korea, north=KP;north korea=KP;korea, south=KR;south korea=KR;burma=MM;the gambia=GM;gambia, the=GM
                congo, democratic republic of the=CD;democratic republic of the congo=CD;congo, republic of the=CG
                russia=RU;russian federation=RU;syria=SY;syrian arab republic=SY;iran=IR;iran, islamic republic of=IR
                palestinian=PS;west bank=PS;region: gaza=PS;cote d ivoire=CI;cote d'ivoire=CI;ivory coast=CI
                bosnia and herzegovina=BA;macedonia=MK;macedonia, the former yugoslav republic of=MK;turkey=TR
                czech republic=CZ;cabo verde=CV;swaziland=SZ;east timor=TL;kosovo=XK;the bahamas=BS;bahamas, the=BS
                england=GB;great britain=GB;uae=AE;usa=US;united states of america=US;vietnam=VN;laos=LA;moldova=MD
                hong kong=HK;macau=MO;region: crimea=UA;crimea=UA;tanzania=TZ;venezuela=VE;bolivia=BO;brunei=BN
                trinidad and tobago=TT;antigua and barbuda=AG;st. kitts and nevis=KN;saint kitts and nevis=KN
                st. vincent and the grenadines=VC;sao tome and principe=ST;holy see=VA;cape verde=CV""";
        for (String pair : others.split("[;\n]")) {
            String[] parts = pair.split("=");
            codes.put(parts[0], parts[1]);
        }
        return codes;
    }

    static Optional<String> code(String name) {
        return Optional.ofNullable(CODES.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** All that are understood; an address ends with its country. */
    static List<String> in(String citizenships, String nationalities, String addresses) {
        var found = new TreeSet<String>();
        for (String country : (citizenships + ";" + nationalities).split(";")) {
            code(country).ifPresent(found::add);
        }
        for (String address : addresses.split(";")) {
            ofAddress(address).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** "Korea, North" has a comma of its own, so two parts are tried before one. */
    private static Optional<String> ofAddress(String address) {
        List<String> parts =
                Arrays.stream(address.split(",")).map(String::strip).toList();
        int count = parts.size();
        Optional<String> two = count < 2 ? Optional.empty() : code(parts.get(count - 2) + ", " + parts.get(count - 1));
        return two.or(() -> code(parts.get(count - 1)));
    }
}
