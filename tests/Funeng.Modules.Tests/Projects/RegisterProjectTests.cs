using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Register;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Registering one project on its page.</summary>
public sealed class RegisterProjectTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Of_two_registered_at_the_same_moment_neither_overwrites_the_other(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        var results = await Task.WhenAll(RegisterAsync(city, "甲项目"), RegisterAsync(city, "乙项目"), RegisterAsync(city, "丙项目"));

        await using var unit = city.As();
        var stored = await unit.Get<FunengDb>().Set<Project>().AsNoTracking().ToDictionaryAsync(project => project.Code, project => project.Name, Cancellation);
        var registered = results.Where(result => result.Result is RegisterResult.Registered).ToDictionary(result => ((RegisterResult.Registered)result.Result).Code, result => result.Name);
        Assert.Equal(registered.OrderBy(pair => pair.Key), stored.OrderBy(pair => pair.Key));
        Assert.All(results, result => Assert.True(result.Result is RegisterResult.Registered || ((RegisterResult.Refused)result.Result).Problems[0].Field == "Code"));
    }

    [Theory, OnBothDatabases]
    public async Task A_code_that_is_taken_is_refused_beside_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var first = await RegisterAsync(city, "甲项目");
        var code = Assert.IsType<RegisterResult.Registered>(first.Result).Code;

        var second = await RegisterAsync(city, "乙项目", code);

        Assert.Equal("Code", Assert.Single(Assert.IsType<RegisterResult.Refused>(second.Result).Problems).Field);
    }

    private static async Task<(string Name, RegisterResult Result)> RegisterAsync(TestInstallation city, string name, string code = "")
    {
        await using var unit = city.As();
        var typed = new TypedProject
        {
            Name = name, Code = code, Kind = nameof(ProjectKind.City), Nature = nameof(ProjectNature.New), Region = "370303001", OwnerName = "某公司", Stage = "在谈",
        };
        return (name, await unit.Get<RegisterProject>().RunAsync(typed, Cancellation));
    }
}
