using Funeng.Feel.Values;

namespace Funeng.Engines.Synthetic;

/// <summary>Turns a profile into what the enterprise files, under the keys of the fact catalogue, with some values left out.</summary>
internal static class SyntheticFilings
{
    public static IReadOnlyList<SyntheticFiling> Of(
        SyntheticCity city, SyntheticIndustry industry, SyntheticProfile profile, ref SyntheticRandom random)
    {
        var filings = new List<SyntheticFiling>(profile.Years.Count + 2);
        foreach (var year in profile.Years) filings.Add(OfYear(city, profile, year, ref random));
        filings.Add(OfApplicationYear(city, profile, ref random));
        filings.Add(OfState(city, industry, profile, ref random));
        return filings;
    }

    private static SyntheticFiling OfYear(SyntheticCity city, SyntheticProfile profile, SyntheticYear year, ref SyntheticRandom random)
    {
        var values = new Values(city.MissingShare);
        var strength = profile.Strength;
        values.Add("revenue", year.Revenue, ref random);
        values.Add("mainRevenue", year.MainRevenue, ref random);
        values.Add("netProfit", year.NetProfit, ref random);
        values.Add("profitLower", year.NetProfit - Math.Abs(year.NetProfit) / 2000 * 100 * random.Next(4), ref random);
        values.Add("totalAssets", year.Assets, ref random);
        values.Add("totalLiabilities", year.Liabilities, ref random);
        values.Add("netAssets", year.Assets - year.Liabilities, ref random);
        values.Add("rdExpense", year.Research, ref random);
        values.Add("operatingCashFlow", (long)(year.NetProfit * random.Between(0.4, 1.5) / 100) * 100, ref random);
        values.Add("weightedRoe", Tenths(100.0 * year.NetProfit / Math.Max(100, year.Assets - year.Liabilities), -90, 90), ref random);
        values.Add("rdStaffShare", Tenths(strength * 32 + 4 * random.Normal(), 0, 80), ref random);
        values.Add("techStaffShare", Tenths(strength * 36 + 5 * random.Normal(), 0, 90), ref random);
        values.Add("rdShareOfCost", Tenths(100.0 * year.Research / Math.Max(100, year.Revenue) * 1.1, 0, 100), ref random);
        values.Add("highTechRevenueShare", Tenths(strength * 95 + 12 * random.Normal(), 0, 100), ref random);
        values.Add("developmentScore", Tenths(20 + strength * 70 + 5 * random.Normal(), 0, 100), ref random);
        return values.Filing(year.Year);
    }

    // Some figures are asked for at the application and cover the years before it.
    private static SyntheticFiling OfApplicationYear(SyntheticCity city, SyntheticProfile profile, ref SyntheticRandom random)
    {
        var values = new Values(city.MissingShare);
        var strength = profile.Strength;
        var raised = random.Chance(strength * 0.2) ? (long)random.Around(12_000_000, 1.2) / 10_000 * 10_000 : 0;
        values.Add("equityRaisedPaidIn2Y", raised, ref random);
        values.Add("equityRaisedPaidIn3Y", raised + (random.Chance(0.1 * strength) ? 5_000_000 : 0), ref random);
        values.Add("rdDomesticShare3Y", random.Chance(0.9) ? 100 : 80, ref random);
        values.Add("transformationAvg3Y", Tenths(strength * 7 + random.Normal(), 0, 20), ref random);
        values.Add("localFeatureScore", Tenths(strength * 15 + 2 * random.Normal(), 0, 15), ref random);
        values.Add("developmentScore", Tenths(20 + strength * 70 + 5 * random.Normal(), 0, 100), ref random);
        values.Add("nationalSciAwardRank3Y", 99, ref random);
        values.Add("nationalSciAwardRank5Y", 99, ref random);
        values.Add("provincialSciAwardRank3Y", random.Chance(0.02 * strength) ? 1 + random.Next(8) : 99, ref random);
        values.Add("hasNationalOrProvincialSciAward3Y", random.Chance(0.02 * strength), ref random);
        values.Add("makerChinaTop500_3Y", random.Chance(0.01 * strength), ref random);
        values.Add("makerChinaTop50_3Y", random.Chance(0.002 * strength), ref random);
        values.Add("standardsLed5Y", random.Chance(0.1 * strength), ref random);
        values.Add("noMajorIncident1Y", random.Chance(0.99), ref random);
        values.Add("noMajorIncident3Y", random.Chance(0.98), ref random);
        return values.Filing(city.LastYear + 1);
    }

    private static SyntheticFiling OfState(
        SyntheticCity city, SyntheticIndustry industry, SyntheticProfile profile, ref SyntheticRandom random)
    {
        var values = new Values(city.MissingShare);
        values.Always("industryCode", industry.Code);
        values.Always("foundedOn", FeelValue.From(profile.Founded));
        var days = new DateOnly(city.LastYear, 12, 31).DayNumber - profile.Founded.DayNumber;
        values.Add("nicheMarketSince", FeelValue.From(profile.Founded.AddDays(random.Next(1 + Math.Max(0, days / 2)))), ref random);
        values.Add("controlChangedOn", FeelValue.From(profile.Founded), ref random);
        values.Add("employees", profile.Employees, ref random);
        AddStanding(values, profile, ref random);
        AddRights(values, profile, ref random);
        AddProduct(values, profile, ref random);
        return values.Filing(0);
    }

    private static void AddStanding(Values values, SyntheticProfile profile, ref SyntheticRandom random)
    {
        var isListed = profile.Size == SizeClass.Large && random.Chance(0.1);
        values.Add("isMainlandResidentEnterprise", true, ref random);
        values.Add("isListed", isListed, ref random);
        values.Add("isControlledByListedCompany", random.Chance(0.01), ref random);
        values.Add("isSoftwareIndustry", false, ref random);
        values.Add("noProhibitedProducts", random.Chance(0.97), ref random);
        values.Add("notOnDishonestyList", random.Chance(0.97), ref random);
        values.Add("creditScore", Tenths(62 + profile.Strength * 30 + 6 * random.Normal(), 0, 100), ref random);
        var hasFinancing = random.Chance(0.15 * profile.Strength);
        values.Add("hasPrivateFinancing", hasFinancing, ref random);
        values.Add("firstRoundAmount", hasFinancing ? (long)random.Around(8_000_000, 1.5) / 10_000 * 10_000 : 0, ref random);
        values.Add("cumulativeFinancing", hasFinancing ? (long)random.Around(25_000_000, 1.5) / 10_000 * 10_000 : 0, ref random);
        if (hasFinancing) values.Add("latestValuation", (long)random.Around(150_000_000, 1.5) / 10_000 * 10_000, ref random);
    }

    private static void AddRights(Values values, SyntheticProfile profile, ref SyntheticRandom random)
    {
        values.Add("inventionPatentsGranted", profile.Inventions, ref random);
        values.Add("inventionPatentsMainBusiness", profile.Inventions - profile.Inventions / 5, ref random);
        values.Add("ipClass1Count", profile.Inventions, ref random);
        values.Add("ipClass1SelfCount", profile.Inventions - profile.Inventions / 4, ref random);
        values.Add("ipClass1HighValueCount", random.Chance(0.35) ? profile.Inventions / 6 : 0, ref random);
        values.Add("ipClass2Count", profile.OtherRights, ref random);
        values.Add("utilityModelAndSoftwareCount", profile.OtherRights, ref random);
        values.Add("standardsLedCount", random.Count(0.15 * profile.Strength), ref random);
        values.Add("hasCoreIpOwnership", profile.Inventions + profile.OtherRights > 0, ref random);
    }

    private static void AddProduct(Values values, SyntheticProfile profile, ref SyntheticRandom random)
    {
        var strength = profile.Strength;
        var level = random.Next() < strength * 0.9 ? (strength > 0.75 && random.Chance(0.25) ? 4 : strength > 0.55 ? 3 : 2) : 1;
        values.Add("digitalLevel", level, ref random);
        values.Add("qualityItemsMet", Math.Clamp((int)(strength * 4 + 0.6 * random.Normal()), 0, 4), ref random);
        values.Add("hasMgmtOrProductCert", random.Chance(0.2 + 0.8 * strength), ref random);
        values.Add("coreInfoSystemCount", random.Count(strength * 3), ref random);
        values.Add("hasOwnBrand", random.Chance(0.3 + 0.6 * strength), ref random);
        values.Add("rdInstitutionLevel", Institution(strength + 0.1 * random.Normal()), ref random);
        values.Add("hasProvincialRdInstitution", strength > 0.72 && random.Chance(0.5), ref random);
        values.Add("hasOwnOrJointRdInstitution", random.Chance(strength), ref random);
        values.Add("isStrategicEmergingProduct", random.Chance(strength * 0.8), ref random);
        values.Add("isInHighTechField", random.Chance(strength), ref random);
        values.Add("isInPriorityField", random.Chance(strength), ref random);
        values.Add("isChainKeyLink", random.Chance(strength * 0.8), ref random);
        values.Add("chainKeyRole", strength > 0.7 && random.Chance(0.2) ? "gapFilling" : strength > 0.45 && random.Chance(0.4) ? "sixBasesOrTimeHonouredOrKeySupplier" : "none", ref random);
        values.Add("nicheMarketShare", Tenths(strength * strength * 20 * random.Around(1, 0.6), 0, 90), ref random);
        values.Add("nicheMarketRankNational", 1 + (int)random.Around((1.05 - strength) * 25, 0.8), ref random);
        values.Add("nicheMarketRankGlobal", 1 + (int)random.Around((1.05 - strength) * 80, 0.8), ref random);
        values.Add("holdsInnovationOrIpHonour", strength > 0.8 && random.Chance(0.1), ref random);
    }

    private static string Institution(double strength) => strength switch
    {
        > 0.9 => "national",
        > 0.72 => "province",
        > 0.5 => "city",
        > 0.35 => "belowCity",
        _ => "none",
    };

    private static FeelValue Tenths(double value, double low, double high) =>
        FeelValue.From(new decimal(Math.Round(Math.Clamp(value, low, high) * 10)) / 10);

    private readonly struct Values(double missingShare)
    {
        private readonly List<KeyValuePair<string, FeelValue>> items = new(40);

        public void Always(string key, FeelValue value) => items.Add(new(key, value));

        public void Add(string key, FeelValue value, ref SyntheticRandom random)
        {
            if (!random.Chance(missingShare)) items.Add(new(key, value));
        }

        public SyntheticFiling Filing(int year) => new(year, items);
    }
}
