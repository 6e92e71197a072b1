using System.Net;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Lists;

public sealed class ListExportTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Whoever_takes_a_list_away_stands_in_the_audit_with_what_was_asked_for()
    {
        using var visitor = await site.VisitAsync("officer");

        var answer = await visitor.GetAsync("/lists/small-to-above-scale.csv?q=%E5%85%AC%E5%8F%B8");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from audit where action = '导出清单' and subject = 'list:small-to-above-scale' and reason like '%?q=%'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
