using Funeng.Engines.Synthetic;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Synthetic;

public sealed class SyntheticGeneratorTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static SyntheticGenerator Generator(long seed = 7) => new(SyntheticCities.Small, seed);

    [Fact]
    public void The_same_seed_and_index_give_the_same_enterprise()
    {
        var one = Generator().Generate(50).Select(Print);
        var two = Enumerable.Range(0, 50).Select(index => Print(Generator().At(index)));

        Assert.Equal(one, two);
    }

    [Fact]
    public void Another_seed_gives_another_city()
    {
        Assert.NotEqual(Print(Generator(1).At(3)), Print(Generator(2).At(3)));
    }

    [Fact]
    public void Every_code_is_valid_and_different()
    {
        var codes = Generator().Generate(20_000).Select(enterprise => enterprise.Code).ToList();

        Assert.All(codes, code => Assert.True(IsValid(code), code));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void The_check_used_here_agrees_with_the_worked_example_of_the_standard()
    {
        Assert.True(IsValid("91350100M000100Y43"));
        Assert.False(IsValid("91350100M000100Y44"));
        Assert.True(IsValid("91370303FN0Q7K2Y0Y"));
    }

    [Fact]
    public void The_code_carries_the_district_and_the_mark_of_a_made_up_body()
    {
        Assert.All(Generator().Generate(100), enterprise =>
        {
            Assert.Equal("91" + enterprise.Place[..6] + "FN", enterprise.Code[..10]);
            Assert.Equal(enterprise.Place.StartsWith("990102", StringComparison.Ordinal) ? "Z1" : "", enterprise.Zone);
        });
    }

    [Fact]
    public void Names_are_different_beyond_the_two_character_brands()
    {
        var names = Generator().Generate(40_000).Select(enterprise => enterprise.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names.Take(200), name => Assert.EndsWith("公司", name));
    }

    [Fact]
    public void Nobody_files_years_before_its_founding()
    {
        Assert.All(Generator().Generate(3000), enterprise => Assert.All(
            enterprise.Filings.Where(filing => filing.Year > 0), filing => Assert.True(filing.Year >= enterprise.Founded.Year)));
    }

    [Fact]
    public void A_tenth_of_the_values_is_missing()
    {
        var filed = 0;
        var enterprises = Generator().Generate(4000).Where(enterprise => enterprise.Founded.Year < 2023).ToList();
        foreach (var enterprise in enterprises) filed += enterprise.Filings.Where(filing => filing.Year is > 2022 and < 2026).Sum(filing => filing.Values.Count);

        var share = 1 - filed / (enterprises.Count * 3 * 15.0);
        Assert.InRange(share, 0.095, 0.105);
    }

    [Fact]
    public void Facts_of_a_year_agree_with_each_other()
    {
        foreach (var enterprise in Generator().Generate(2000))
        {
            foreach (var filing in enterprise.Filings)
            {
                var values = filing.Values.ToDictionary();
                if (values.TryGetValue("revenue", out var revenue) && values.TryGetValue("mainRevenue", out var main)) Assert.True(main.AsNumber() <= revenue.AsNumber());
                if (values.TryGetValue("totalAssets", out var assets) && values.TryGetValue("totalLiabilities", out var liabilities) && values.TryGetValue("netAssets", out var net))
                {
                    Assert.True(FeelNumber.TrySubtract(assets.AsNumber(), liabilities.AsNumber(), out var difference));
                    Assert.Equal(difference, net.AsNumber());
                }
            }
        }
    }

    [Fact]
    public void Shares_stay_between_0_and_100()
    {
        var shares = Generator().Generate(2000)
            .SelectMany(enterprise => enterprise.Filings).SelectMany(filing => filing.Values)
            .Where(value => value.Key.EndsWith("Share", StringComparison.Ordinal)).Select(value => value.Value.AsNumber());

        Assert.All(shares, share => Assert.True(share >= 0 && share <= 100));
    }

    [Fact]
    public void A_higher_title_is_rarer_and_every_grant_lasts_its_years()
    {
        var grants = Generator().Generate(20_000).SelectMany(enterprise => enterprise.Grants).ToList();

        var high = grants.Count(grant => grant.Scheme == "high-title");
        Assert.InRange(high, 10, grants.Count / 3);
        Assert.All(grants, grant => Assert.Equal(grant.From.AddYears(3).AddDays(-1), grant.To));
    }

    [Fact]
    public void Sizes_follow_the_mix()
    {
        var city = SyntheticCities.Small with { Sizes = new SizeMix(0, 0, 0, 1) };
        var employees = new SyntheticGenerator(city, 1).Generate(500).SelectMany(enterprise => enterprise.Filings)
            .SelectMany(filing => filing.Values).Where(value => value.Key == "employees").Select(value => value.Value.AsNumber()).Order().ToList();

        Assert.True(employees[employees.Count / 2] > 1000);
    }

    [Fact]
    public void A_city_without_places_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SyntheticGenerator(SyntheticCities.Small with { Places = [] }, 1));
        Assert.Throws<ArgumentException>(() => new SyntheticGenerator(SyntheticCities.Small with { Industries = [] }, 1));
    }

    // Written from GB 32100-2015 and GB 11714, not from the generator.
    private static bool IsValid(string code)
    {
        int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        int[] bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2];
        if (code.Length != 18 || code.Any(character => !Alphabet.Contains(character))) return false;
        var body = code.Substring(8, 8).Select((character, index) => bodyWeights[index] * (char.IsDigit(character) ? character - '0' : character - 'A' + 10)).Sum();
        var bodyCheck = "0123456789X0"[11 - body % 11];
        var sum = weights.Select((weight, index) => weight * Alphabet.IndexOf(code[index])).Sum();
        return Alphabet[(31 - sum % 31) % 31] == code[17] && (code.StartsWith("91350100", StringComparison.Ordinal) || code[16] == bodyCheck);
    }

    private static string Print(SyntheticEnterprise enterprise) =>
        $"{enterprise.Code} {enterprise.Name} {enterprise.Founded:O} {enterprise.Industry} "
        + string.Join(';', enterprise.Filings.Select(filing => $"{filing.Year}:" + string.Join(',', filing.Values)))
        + string.Join(';', enterprise.Grants);
}
