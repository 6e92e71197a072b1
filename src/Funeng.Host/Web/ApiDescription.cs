using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Funeng.Host.Web;

/// <summary>What /openapi/v1.json says about the API as a whole.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "赋能平台接口",
                Version = "v1",
                Description = "以设置页建立的令牌（Authorization: Bearer …）或登录后的 Cookie 调用。错误为 application/problem+json，title 为中文，code 固定不变。",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "设置页建立的接口令牌" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", document)] = [] }];
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "需要登录，或令牌无效、已撤销（code: not-signed-in）" });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "账号没有这项权限（code: forbidden）" });
            operation.Responses.TryAdd("429", new OpenApiResponse { Description = "一分钟内超过 600 次（code: too-many-requests）" });
            return Task.CompletedTask;
        });
    }
}
