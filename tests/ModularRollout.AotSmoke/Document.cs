namespace ModularRollout.AotSmoke;

/// <summary>The document of the run.</summary>
internal static class Document
{
    public static ReadOnlySpan<byte> Utf8 => """
        {
          "segments": { "staff": { "attribute": "email", "endsWith": ["@shop.example"] } },
          "flags": {
            "checkout": {
              "owner": "team-checkout",
              "requires": [ { "flag": "payments", "is": ["on"] } ],
              "targets": { "on": ["user-7"] },
              "rules": [ { "name": "staff first", "when": { "segment": "staff" }, "serve": "on" } ],
              "otherwise": { "split": { "salt": "checkout.new-flow", "weights": { "on": 8, "off": 92 } } }
            },
            "payments": { "otherwise": { "serve": "on" } },
            "layout": { "variants": { "plain": { "columns": 1 }, "grid": { "columns": 3, "title": "größer" } }, "off": "plain", "otherwise": { "serve": "grid" } },
            "limit": { "variants": { "low": 10, "high": 2500 }, "off": "low", "otherwise": { "serve": "high" } },
            "old": { "enabled": false }
          }
        }
        """u8;
}
