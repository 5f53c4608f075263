import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks files against flavours: arguments are pairs of a flavour (3a, 3u, ua1) and a path.
 *
 * Prints one line for each pair: PASS or FAIL, flavour, path, and the clauses that are broken, divided by tabs.
 */
public final class Validate {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int index = 0; index < arguments.length; index += 2) {
            System.out.println(verdict(arguments[index], arguments[index + 1]));
        }
    }

    private static String verdict(String name, String path) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (InputStream stream = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            return String.join("\t", verdict, name, path, String.join("; ", broken(result)));
        }
    }

    private static TreeSet<String> broken(ValidationResult result) {
        TreeSet<String> found = new TreeSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                found.add(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber()
                        + " " + assertion.getMessage());
            }
        }
        return found;
    }
}
