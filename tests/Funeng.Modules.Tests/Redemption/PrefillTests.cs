using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>
/// How much of a form stands there before anybody types: counted over every shipped benefit that is applied for, on the facts by which its own
/// first case says who is entitled. Where the government does not know those facts yet, the form asks for them.
/// </summary>
public sealed class PrefillTests
{
    [Fact]
    public void Four_fifths_of_a_form_stand_there_already_and_of_a_short_one_all_but_two_fields()
    {
        var rules = RuleBook.Load(Repository.Folder("rules"));
        var book = PolicyBook.Load(rules);
        var forms = FormBook.Read(Repository.Folder("rules", "redemption", "forms.yaml"));
        var counted = new List<(string Benefit, int Filled, int All)>();
        foreach (var rule in book.Benefits.Where(rule => StartApplication.Closed(rule, new DateOnly(2026, 6, 30)) is null))
        {
            var file = book.Files.Single(file => file.Policy.Id == rule.Policy.Id);
            var situation = file.Policy.Cases.Zip(RuleCases.Parse(file.Text, rules.Catalogue).Written).First(pair => pair.First.Benefit == rule.Benefit.Id && pair.Second.Expected.Any(expected => expected.Text == "met")).Second;
            var view = rules.View(situation.ToSubject(rules.Catalogue), situation.On);
            var fields = ApplicationForm.Of(rule, forms).Fields;
            // The name of whoever is signed in, and what the rule needs; a telephone number is asked once and remembered.
            counted.Add((rule.Benefit.Id, fields.Count(field => field.Kind == FieldKind.Identity || field.Asked is { IsAccountName: true } || (field.Fact is { } fact && view.Find(fact) is not null)), fields.Count));
        }

        Assert.True(counted.Count >= 15, $"Only {counted.Count} benefits are applied for.");
        var share = counted.Sum(one => one.Filled) / (double)counted.Sum(one => one.All);
        // A telephone number and one thing only the applicant knows, such as whom to recognise, are more than a fifth of a short form.
        var poor = counted.Where(one => one.Filled < 0.8 * one.All && one.All - one.Filled > 2).Select(one => $"{one.Benefit} {one.Filled}/{one.All}").ToList();
        Assert.True(share >= 0.8 && poor.Count == 0, $"{share:P1} of {counted.Count} forms; poor: {string.Join(", ", poor)}");
        TestContext.Current.SendDiagnosticMessage("{0:P1} of the fields of {1} forms stand there already.", share, counted.Count);
    }
}
