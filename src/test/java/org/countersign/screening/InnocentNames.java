package org.countersign.screening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.datafaker.Faker;

/** Names of people and companies that have nothing to do with any list: put together from parts common everywhere. */
final class InnocentNames {

    private static final String[] CULTURES = {
        "en-US", "en-GB", "en-NG", "en-IN", "es", "es-MX", "fr", "de", "it", "pt-BR", "nl", "sv", "pl", "ru", "uk",
        "bg", "tr", "ar", "fa", "he", "hy", "ka", "hu", "id", "vi", "zh-CN", "zh-TW", "ja", "ko", "th", "en-PH", "ro",
        "cs", "fi", "el"
    };

    private static final String[] FRONT = {
        "Blue Harbor",
        "Cedar Point",
        "Northwind",
        "Brightwater",
        "Summit Peak",
        "Evergreen",
        "Red Maple",
        "Lakeside",
        "Silverline",
        "Oakridge",
        "Pinnacle",
        "Clearview",
        "Golden Gate",
        "Atlas",
        "Orion",
        "Nova",
        "Vertex",
        "Quantum",
        "Keystone",
        "Liberty",
        "Patriot",
        "Pacific Coast",
        "Great Plains",
        "Sunrise",
        "Stonebridge",
        "Riverbend",
        "Helios",
        "Zenith",
        "Meridian",
        "Compass",
        "Beacon",
        "Falcon",
        "Eagle",
        "Phoenix",
        "Titan",
        "Global",
        "United",
        "Advanced",
        "Modern",
        "Premier",
        "Prime",
        "First",
        "National",
        "American",
        "Continental",
        "Universal"
    };

    private static final String[] MIDDLE = {
        "Software",
        "Robotics",
        "Health",
        "Biotech",
        "Energy",
        "Logistics",
        "Foods",
        "Media",
        "Analytics",
        "Trading",
        "Shipping",
        "Engineering",
        "Construction",
        "Insurance",
        "Capital",
        "Consulting",
        "Textiles",
        "Motors",
        "Pharmaceuticals",
        "Electronics",
        "Petroleum",
        "Aviation",
        "Marine",
        "Agriculture",
        "Education",
        "Systems",
        "Technologies",
        "Industries",
        "Investments",
        "Security",
        "Steel",
        "Chemicals",
        "Telecom",
        "Travel",
        "Realty"
    };

    private static final String[] BACK = {
        "Inc",
        "LLC",
        "Ltd",
        "Corp",
        "Co",
        "GmbH",
        "S.A.",
        "PLC",
        "Group",
        "Holdings",
        "Partners",
        "International",
        "Company",
        "Limited",
        "BV",
        "AG",
        "Pte Ltd",
        "Co., Ltd."
    };

    private static final String WELL_KNOWN =
            """
            Walmart;Amazon;Apple;CVS Health;UnitedHealth Group;Exxon Mobil;Berkshire Hathaway;Alphabet;McKesson
            Chevron;Cencora;Costco Wholesale;Microsoft;Cardinal Health;Cigna;Marathon Petroleum;Phillips 66
            Valero Energy;Ford Motor;Home Depot;General Motors;Elevance Health;JPMorgan Chase;Kroger;Centene
            Verizon Communications;Walgreens Boots Alliance;Fannie Mae;Comcast;AT&T;Meta Platforms;Bank of America
            Target;Dell Technologies;Archer Daniels Midland;Citigroup;United Parcel Service;Pfizer;Lowe's
            Johnson & Johnson;FedEx;Humana;Energy Transfer;State Farm Insurance;Freddie Mac;PepsiCo;Wells Fargo
            Walt Disney;ConocoPhillips;Tesla;Procter & Gamble;General Electric;Albertsons;MetLife;Goldman Sachs Group
            Sysco;Raytheon Technologies;Boeing;StoneX Group;Lockheed Martin;Morgan Stanley;Intel;HP;TD Synnex
            International Business Machines;HCA Healthcare;Prudential Financial;Caterpillar;Merck;World Fuel Services
            New York Life Insurance;Enterprise Products Partners;AbbVie;Plains GP Holdings;Dow;AIG;American Express
            Publix Super Markets;Charter Communications;Tyson Foods;Deere;Cisco Systems;Nationwide;Allstate
            Delta Air Lines;Liberty Mutual Insurance Group;TJX;Progressive;American Airlines Group;CHS
            Performance Food Group;PBF Energy;Nike;Best Buy;Bristol-Myers Squibb;United Airlines Holdings
            Thermo Fisher Scientific;Qualcomm;Abbott Laboratories;Coca-Cola;Oracle;Nucor;TIAA;Massachusetts Mutual Life
            General Dynamics;Capital One Financial;HF Sinclair;Dollar General;Arrow Electronics;Occidental Petroleum
            Northwestern Mutual;Travelers;Northrop Grumman;USAA;Honeywell International;3M;US Foods Holding
            Warner Bros. Discovery;Lennar;D.R. Horton;Jabil;Cheniere Energy;CarMax;Philip Morris International;Netflix
            Mastercard;Visa;Salesforce;Adobe;Nvidia;Starbucks;McDonald's;PayPal Holdings;Texas Instruments;Broadcom
            Uber Technologies;Airbnb;Snowflake;Palantir Technologies;Anthropic;OpenAI;Stripe;SpaceX;Databricks;Mistral AI
            Samsung Electronics;Toyota Motor;Siemens;Volkswagen;Nestle;Novartis;Roche Holding;Unilever;Shell;BP
            TotalEnergies;HSBC Holdings;Barclays;Deutsche Bank;BNP Paribas;Santander;Sony Group;Hitachi;Panasonic
            Mitsubishi Corporation;Mitsui;SoftBank Group;Tata Consultancy Services;Infosys;Reliance Industries
            ArcelorMittal;Airbus;Renault;Michelin;L'Oreal;LVMH;Hermes International;SAP;BASF;Bayer;Allianz;Adidas
            Philips;ASML Holding;Ericsson;Nokia;Volvo;Maersk;Novo Nordisk;Carlsberg;IKEA;Spotify Technology;Equinor
            Stanford University;Massachusetts Institute of Technology;University of Oxford;ETH Zurich;Mayo Clinic
            Red Cross;World Wildlife Fund;Save the Children;Doctors Without Borders;Khan Academy;Wikimedia Foundation
            """;

    /** By language: the parts of a name, in their order. */
    private static final Map<String, String[]> COMMON = new LinkedHashMap<>();

    static {
        COMMON.put("Arabic", new String[] {
            "Ahmed Mohammed Ali Omar Khaled Yousef Ibrahim Hassan Mahmoud Tariq Samir Faisal Nasser Adel Ziad"
                    + " Karim Rami Walid Fatima Layla Noor Aisha Huda Salma Abdulaziz Abdulrahman Bandar Majed Sultan",
            "Al-Harbi Al-Ghamdi Al-Otaibi Al-Shehri Haddad Khoury Mansour Saleh Awad Nasser Qasim Al-Rashid"
                    + " Al-Zahrani Hamdan Shaheen Farouk Salem Tamimi Barakat Darwish El-Sayed Abdallah Al-Maktoum Hijazi"
                    + " Sabbagh Halabi"
        });
        COMMON.put("Persian", new String[] {
            "Ali Reza Mohammad Hossein Mehdi Amir Hamid Saeed Farhad Behnam Maryam Zahra Leila Sara Nasrin Dariush"
                    + " Kourosh",
            "Ahmadi Hosseini Karimi Rezaei Mohammadi Jafari Moradi Ebrahimi Rahimi Sadeghi Ghasemi Akbari Heydari"
                    + " Bagheri Shirazi Tehrani Najafi"
        });
        COMMON.put("Russian", new String[] {
            "Ivan Sergey Dmitry Alexey Andrei Mikhail Nikolai Vladimir Pavel Igor Oleg Olga Elena Natalia Tatiana"
                    + " Anna Irina Maria Svetlana Viktor Yuri Boris",
            "Ivanov Smirnov Kuznetsov Popov Sokolov Lebedev Kozlov Novikov Morozov Petrov Volkov Solovyov Vasiliev"
                    + " Zaitsev Pavlov Semenov Golubev Vinogradov Bogdanov Vorobyov Fedorov Mikhailov Belyaev Tarasov Belov"
                    + " Komarov Orlov Kiselev Makarov Andreev"
        });
        COMMON.put("Korean", new String[] {
            "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Jeon Hong Ko"
                    + " Moon Yang Son Bae",
            "Min Ji Seo Joon Hyun Woo Jin Soo Young Ho Sung Yeon Eun Hye Kyung Jae Dong Hee Chul Sang Tae Won Ah"
                    + " Yoo Bin",
            "Min Ji Seo Joon Hyun Woo Jin Soo Young Ho Sung Yeon Eun Hye Kyung Jae Dong Hee Chul Sang Tae Won Ah"
                    + " Yoo Bin"
        });
        COMMON.put("Chinese", new String[] {
            "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie"
                    + " Tang Han Cao Deng Feng Peng Zeng",
            "Wei Fang Na Min Jing Li Qiang Lei Jun Yang Yong Yan Jie Juan Tao Ming Chao Xiu Ping Gang Gui Hua Jian"
                    + " Guo Hong Bo Yi Xin Yu Hao Ting Mei Ying Zhi Wen Qing",
            "Wei Fang Na Min Jing Li Qiang Lei Jun Yang Yong Yan Jie Juan Tao Ming Chao Xiu Ping Gang Gui Hua Jian"
                    + " Guo Hong Bo Yi Xin Yu Hao Ting Mei Ying Zhi Wen Qing"
        });
    }

    private final Random random;

    InnocentNames(long seed) {
        this.random = new Random(seed);
    }

    /** By kind. */
    Map<String, List<Party>> all(int ofEachKind) {
        var names = new LinkedHashMap<String, List<Party>>();
        names.put("people of 35 cultures, in their own scripts", people(ofEachKind));
        names.put("given and family names of one culture, crossed", crossed(ofEachKind));
        names.put("people, type unknown", unknown(ofEachKind / 2));
        names.put("companies by name generator", companies(ofEachKind));
        names.put("companies from common words", fromWords(ofEachKind));
        names.put("well-known companies and institutions", wellKnown());
        return names;
    }

    /**
     * Given and family names that very many people have, crossed: who is called so is often called as a listed person is,
     * or nearly. By language, in Latin letters.
     */
    Map<String, List<Party>> mostCommon(int ofEachKind) {
        var names = new LinkedHashMap<String, List<Party>>();
        COMMON.forEach((language, parts) -> {
            var people = new ArrayList<Party>();
            for (int i = 0; i < ofEachKind; i++) {
                people.add(person(
                        Arrays.stream(parts).map(part -> one(part.split(" "))).collect(Collectors.joining(" "))));
            }
            names.put(language, distinct(people));
        });
        return names;
    }

    private List<Party> people(int count) {
        var people = new ArrayList<Party>();
        for (int i = 0; i < count; i++) {
            people.add(person(faker(CULTURES[i % CULTURES.length]).name().name()));
        }
        return distinct(people);
    }

    private List<Party> crossed(int count) {
        var people = new ArrayList<Party>();
        for (int i = 0; i < count; i++) {
            Faker faker = faker(CULTURES[i % CULTURES.length]);
            String middle = random.nextInt(3) == 0 ? " " + faker.name().firstName() : "";
            people.add(person(
                    faker.name().firstName() + middle + " " + faker.name().lastName()));
        }
        return distinct(people);
    }

    private List<Party> unknown(int count) {
        return people(count).stream()
                .map(person -> new Party("owner", person.name(), PartyType.UNKNOWN, null, null))
                .toList();
    }

    private List<Party> companies(int count) {
        var companies = new ArrayList<Party>();
        for (int i = 0; i < count; i++) {
            companies.add(company(faker(CULTURES[i % CULTURES.length]).company().name()));
        }
        return distinct(companies);
    }

    private List<Party> fromWords(int count) {
        var companies = new ArrayList<Party>();
        for (int i = 0; i < count; i++) {
            companies.add(company(one(FRONT) + " " + one(MIDDLE) + " " + one(BACK)));
        }
        return distinct(companies);
    }

    private static List<Party> wellKnown() {
        var companies = new ArrayList<Party>();
        for (String name : WELL_KNOWN.split("[;\n]")) {
            if (!name.isBlank()) {
                companies.add(company(name.strip()));
                companies.add(company(name.strip() + " Inc"));
            }
        }
        return companies;
    }

    private final Map<String, Faker> fakers = new LinkedHashMap<>();

    private Faker faker(String culture) {
        return fakers.computeIfAbsent(culture, tag -> new Faker(Locale.forLanguageTag(tag), random));
    }

    private String one(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private static Party person(String name) {
        return new Party("signatory", name, PartyType.PERSON, null, null);
    }

    private static Party company(String name) {
        return new Party("customer", name, PartyType.ORGANIZATION, null, null);
    }

    private static List<Party> distinct(List<Party> parties) {
        Set<Party> distinct = new LinkedHashSet<>(parties);
        return List.copyOf(distinct);
    }
}
