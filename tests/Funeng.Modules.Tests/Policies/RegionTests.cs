using Funeng.Modules.Policies;

namespace Funeng.Modules.Tests.Policies;

public sealed class RegionTests
{
    [Theory]
    [InlineData(PolicyLevel.Nation, "", "370303001", true)]
    [InlineData(PolicyLevel.Province, "500000", "500101001", true)]
    [InlineData(PolicyLevel.Province, "500000", "510101001", false)]
    [InlineData(PolicyLevel.City, "371000", "371002001", true)]
    [InlineData(PolicyLevel.City, "371000", "371302001", false)]
    [InlineData(PolicyLevel.County, "370310", "370310001", true)]
    [InlineData(PolicyLevel.County, "370310", "370311001", false)]
    public void A_policy_holds_in_its_region_and_not_beside_it(PolicyLevel level, string region, string place, bool expected)
    {
        var policy = new PolicyDocument
        {
            Id = "p", Title = "", Issuer = "", Office = "", Level = level, Region = region, Summary = "", Source = "", Confidence = "text", Clauses = [], Benefits = [], Cases = [],
        };

        Assert.Equal(expected, policy.HoldsIn(place));
    }
}
