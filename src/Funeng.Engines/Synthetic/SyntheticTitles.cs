namespace Funeng.Engines.Synthetic;

/// <summary>Titles by strength and revenue, granted in a batch of a past year and perhaps lapsed by now.</summary>
internal static class SyntheticTitles
{
    public static IReadOnlyList<SyntheticGrant> Of(SyntheticCity city, SyntheticProfile profile, ref SyntheticRandom random)
    {
        var grants = new List<SyntheticGrant>();
        foreach (var title in city.Titles)
        {
            // Every title takes its numbers, so that one title more does not change the others.
            var isHolder = random.Chance(title.Share);
            var year = title.FirstYear + random.Next(title.LastYear - title.FirstYear + 1);
            if (!isHolder || !Deserves(profile, title) || year <= profile.Founded.Year) continue;
            var from = new DateOnly(year, 9, 1);
            grants.Add(new SyntheticGrant(title.Scheme, $"{year}年", from, from.AddYears(title.ValidityYears).AddDays(-1)));
        }

        return grants;
    }

    private static bool Deserves(SyntheticProfile profile, SyntheticTitle title) =>
        profile.Strength >= title.MinStrength && profile.Years.Count > 0 && profile.Years[0].Revenue >= title.MinRevenue;
}
