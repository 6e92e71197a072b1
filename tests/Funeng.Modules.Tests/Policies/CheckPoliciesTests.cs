using Funeng.Modules.Policies.Check;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Policies;

/// <summary>The library as it ships, and each fault made in a copy of one real policy, so that nothing else is wrong with it.</summary>
public sealed class CheckPoliciesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("funeng-policies-").FullName;

    public CheckPoliciesTests()
    {
        foreach (var file in new[] { "facts.yaml", "facts.dmn", "units.dmn" }) File.Copy(Repository.Folder("rules", file), Path.Combine(folder, file));
        Directory.CreateDirectory(Path.Combine(folder, "policies", "gd-lease-subsidy"));
        File.Copy(Repository.Folder("rules", "policies", "gd-lease-subsidy", "policy.yaml"), PolicyFile);
        File.WriteAllText(CeilingsFile, "[]");
    }

    private string PolicyFile => Path.Combine(folder, "policies", "gd-lease-subsidy", "policy.yaml");

    private string CeilingsFile => Path.Combine(folder, "policies", "ceilings.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_library_that_ships_is_sound_and_has_more_than_forty_policies()
    {
        var check = CheckPolicies.Run(RuleBook.Load(Repository.Folder("rules")));

        Assert.Empty(check.Findings);
        Assert.True(check is { Policies: > 40, Benefits: > 60, CasesPassed: > 80 }, $"{check.Policies} policies, {check.Benefits} benefits, {check.CasesPassed} cases");
    }

    [Theory]
    [InlineData("设备融资租赁合同额 * 0.035", "设备租赁额 * 0.035", "'设备租赁额' is not defined")]
    [InlineData("设备融资租赁合同额 * 0.035", "设备融资租赁合同额 * 0.036", "No figure says where 0.036 comes from.")]
    [InlineData("clause: c1", "clause: c9", "It names the clause 'c9', which the policy lacks.")]
    [InlineData("金额: 52500", "金额: 52501", "金额 is 52500, expected 52501.")]
    [InlineData("confidence: memory", "confidence: hearsay", "'confidence' is text, memory, assumption, not 'hearsay'")]
    [InlineData("    effort: 3", "    effort: 3\n    exclusive: [gd-other/one]", "names 'gd-other/one', which is no benefit.")]
    [InlineData("effectiveFrom: '2024-01-01'", "effectiveFrom: '2024-01-01'\neffectiveTo: '2023-12-31'", "It goes out of force before it comes into force.")]
    [InlineData("id: gd-lease-subsidy", "id: another", "its folder is 'gd-lease-subsidy', its id 'another'")]
    [InlineData("summary:", "sumary:", "sumary")]
    [InlineData("region: \"440000\"", "region: \"\"", "'region' is missing")]
    [InlineData("    plain: ", "    # ", "Clause 'c1': It has no plain words.")]
    [InlineData("最高200万元，每份合同一次", "最高250万元，每份合同一次", "Clause 'c1': Its plain words say 250, which neither its text nor its rule says.")]
    [InlineData("最高200万元，每份合同一次", "最高200万元，连补三年", "Clause 'c1': Its plain words say 3, which neither its text nor its rule says.")]
    [InlineData("text: 合同额500万元以上的，按合同额×五年期LPR×15%补贴，最高200万元。", "text: 广东的做法，本市企业不能享受：设备融资租赁合同额500万元以上的，补合同额乘五年期LPR再乘15%，最高200万元，每份合同一次", "Clause 'c1': Its plain words are its text.")]
    [InlineData("benefits:", "benefits:\n  - { id: subsidy, title: 又一项, clause: c1, mode: pool }", "the benefit 'subsidy' is there twice")]
    public void A_fault_is_found(string sound, string faulty, string message)
    {
        File.WriteAllText(PolicyFile, File.ReadAllText(PolicyFile).Replace(sound, faulty, StringComparison.Ordinal));

        var findings = CheckPolicies.Run(RuleBook.Load(folder)).Findings;

        Assert.Contains(findings, finding => finding.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_or_doubled_list_of_ceilings_is_found_and_a_faulty_policy_is_not_counted_as_passed()
    {
        var sound = CheckPolicies.Run(RuleBook.Load(folder));
        File.WriteAllText(CeilingsFile, string.Concat(Enumerable.Repeat("- { id: year, version: 1, effectiveFrom: '2026-01-01', title: 年度合计, most: 1, confidence: assumption, source: 假定, benefits: [] }\n", 2)));
        var twice = CheckPolicies.Run(RuleBook.Load(folder));
        File.Delete(CeilingsFile);
        var missing = CheckPolicies.Run(RuleBook.Load(folder));
        File.WriteAllText(CeilingsFile, "[]");
        File.WriteAllText(PolicyFile, File.ReadAllText(PolicyFile).Replace("clause: c1", "clause: c9", StringComparison.Ordinal));
        var faulty = CheckPolicies.Run(RuleBook.Load(folder));

        Assert.Empty(sound.Findings);
        Assert.Equal("the ceiling year version 1 is there twice", Assert.Single(twice.Findings).Message);
        Assert.Contains("is missing", Assert.Single(missing.Findings).Message, StringComparison.Ordinal);
        Assert.Equal((sound.CasesPassed + 1, faulty.CasesPassed), (sound.Passed, faulty.Passed));
    }
}
